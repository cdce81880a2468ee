package io.streamflow.runtime;

import io.streamflow.compile.Edge;
import io.streamflow.compile.Exchange;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.KeyCodecs;
import io.streamflow.compile.Stage;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.Chain;
import io.streamflow.operator.ChainBuilder;
import io.streamflow.operator.Output;
import io.streamflow.operator.TaskContext;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.state.DurableBackend;
import io.streamflow.state.HeapBackend;
import io.streamflow.time.EventTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of a job, connected and ready to run, on threads or under the test driver. Nothing is
 * opened yet.
 */
final class TaskGraph {
  private final ExecutionPlan plan;
  private final JobOptions options;
  private final JobCounters counters;
  private final int channelCapacity;
  private final Function<Task, TaskContext.Pause> pauses;
  private final @Nullable Durable durable;
  private final DeadLetterNames deadLetters;
  private final Map<Integer, SourceAlignment> alignments;
  private final List<Task> tasks = new ArrayList<>();

  /** The inputs of each worker task, by stage and subtask. */
  private final Map<Integer, List<Inputs>> inputs = new HashMap<>();

  /** The channels of each edge: by sending subtask, then by receiving one. */
  private final Map<Integer, List<List<Channel>>> channels = new HashMap<>();

  /** The channels into each subtask of a stage, in their order. */
  private final Map<Integer, List<Arrival>> arrivals = new HashMap<>();

  /** The subtasks of each stage that no source partition leads to. */
  private final Map<Integer, BitSet> dry = new HashMap<>();

  /**
   * A channel into a subtask.
   *
   * @param entry where its items enter the stage
   * @param fromStage the stage it comes from
   * @param sender the subtask it comes from, or {@link #SAME_SUBTASK}
   */
  private record Arrival(PlanStep entry, int fromStage, int sender) {
    /** Each subtask's channel comes from the subtask of its own number. */
    static final int SAME_SUBTASK = -1;
  }

  /**
   * What makes the tasks of a durable job durable.
   *
   * @param directory where its checkpoints are
   * @param checkpoints where its tasks meet for them
   * @param crash asked at each point where a driven run may crash
   * @param entriesPerSlice how many entries of frozen state a task turns into bytes at once
   */
  record Durable(
      StateDirectory directory,
      Checkpoints checkpoints,
      CrashPoint.Chance crash,
      int entriesPerSlice) {}

  private TaskGraph(
      ExecutionPlan plan,
      JobOptions options,
      JobCounters counters,
      int channelCapacity,
      Function<Task, TaskContext.Pause> pauses,
      @Nullable Durable durable) {
    this.plan = plan;
    this.options = options;
    this.counters = counters;
    this.channelCapacity = channelCapacity;
    this.pauses = pauses;
    this.durable = durable;
    this.deadLetters = new DeadLetterNames(plan.plan(), options.onError());
    this.alignments =
        SourceGroups.alignments(plan, TimeUnit.MILLISECONDS.convert(options.maxEventTimeSkew()));
  }

  /**
   * Builds the tasks.
   *
   * @param channelCapacity batches per channel
   * @param pauses how a task waits in the middle of its work
   * @param durable null for a job without checkpoints
   * @throws StreamFlowException.JobFailed when a source cannot list its partitions
   */
  static List<Task> build(
      ExecutionPlan plan,
      JobOptions options,
      JobCounters counters,
      int channelCapacity,
      Function<Task, TaskContext.Pause> pauses,
      @Nullable Durable durable) {
    TaskGraph graph = new TaskGraph(plan, options, counters, channelCapacity, pauses, durable);
    graph.connect();
    for (Stage stage : plan.stages()) {
      graph.addTasks(stage);
    }
    if (durable != null) {
      durable.checkpoints.tasks(graph.tasks);
    }
    return graph.tasks;
  }

  private void connect() {
    for (Stage stage : plan.stages()) {
      List<Inputs> ofStage = new ArrayList<>();
      for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
        ofStage.add(new Inputs(channelCapacity));
      }
      inputs.put(stage.id(), ofStage);
      arrivals.put(stage.id(), new ArrayList<>());
      dry.put(stage.id(), new BitSet());
    }
    for (Edge edge : plan.edges()) {
      int senders = plan.stages().get(edge.fromStage()).parallelism();
      List<Inputs> receivers = get(inputs, edge.toStage());
      List<List<Channel>> ofEdge = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        List<Channel> ofSender = new ArrayList<>();
        if (edge.exchange() instanceof Exchange.Forward) {
          ofSender.add(receivers.get(sender).open());
        } else {
          receivers.forEach(receiver -> ofSender.add(receiver.open()));
        }
        ofEdge.add(ofSender);
        boolean forward = edge.exchange() instanceof Exchange.Forward;
        if (sender == 0 || !forward) {
          get(arrivals, edge.toStage())
              .add(
                  new Arrival(
                      edge.to(), edge.fromStage(), forward ? Arrival.SAME_SUBTASK : sender));
        }
      }
      channels.put(edge.index(), ofEdge);
    }
  }

  private void addTasks(Stage stage) {
    List<Edge> leaving = plan.outOf(stage);
    List<ChainBuilder.Exit> exits = new ArrayList<>();
    for (int output = 0; output < leaving.size(); output++) {
      Edge edge = leaving.get(output);
      exits.add(
          new ChainBuilder.Exit(
              edge.from(),
              output,
              edge.exchange() instanceof Exchange.HashByKey(var keyBy)
                  ? KeyCodecs.of(keyBy)
                  : Optional.empty(),
              edge.to()));
    }
    List<PlanStep> sources =
        stage.steps().stream().filter(step -> step.node() instanceof Node.Source).toList();
    List<Arrival> arriving = get(arrivals, stage.id());
    Chain chain =
        new ChainBuilder(plan.plan(), stage.steps(), exits, options.onError(), options.fusion())
            .build(sources.isEmpty() ? arriving.stream().map(Arrival::entry).toList() : sources);
    List<List<String>> partitions =
        sources.isEmpty() ? List.of() : deal(sources.getFirst(), stage.parallelism());
    BitSet idle = get(dry, stage.id());
    for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
      idle.set(
          subtask,
          sources.isEmpty()
              ? dryArrivals(arriving, subtask).cardinality() == arriving.size()
              : partitions.get(subtask).isEmpty());
    }
    int working = Math.max(1, stage.parallelism() - idle.cardinality());
    int all = plan.stages().stream().mapToInt(Stage::parallelism).sum();
    for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
      BitSet silent = dryArrivals(arriving, subtask);
      List<Router> routers = new ArrayList<>();
      for (Edge edge : leaving) {
        List<Channel> targets = get(channels, edge.index()).get(subtask);
        routers.add(new Router(targets, options.batchSize(), subtask % targets.size()));
      }
      TaskPause pause = new TaskPause(pauses);
      DurableBackend state =
          durable == null
              ? null
              : durable.directory.backend(
                  subtask, stage.parallelism(), options.stateMemory() / tasksWithState());
      TaskContext context =
          new TaskContext(
              new TaskContext.Place(
                  options.name(),
                  subtask,
                  stage.parallelism(),
                  working,
                  tasks.size(),
                  all,
                  durable == null
                      ? OptionalLong.empty()
                      : OptionalLong.of(durable.directory.manifest().epoch())),
              options.clock(),
              state == null ? new HeapBackend() : state,
              routers.toArray(Output[]::new),
              pause,
              chain.slotCount(),
              counters::step,
              deadLetters::of);
      TaskWriters writers = new TaskWriters(context);
      TaskCheckpoints part = state == null ? null : checkpoints(stage, state, writers);
      String name = options.name() + "/" + stage.name() + "#" + subtask;
      Task task =
          sources.isEmpty()
              ? worker(
                  name, stage, subtask, chain, context, routers, writers, part, arriving, silent)
              : source(
                  name,
                  stage,
                  sources.getFirst(),
                  partitions.get(subtask),
                  chain,
                  context,
                  routers,
                  writers,
                  part);
      pause.of(task);
      tasks.add(task);
    }
  }

  /** The channels into a subtask through which no item will ever come. */
  private BitSet dryArrivals(List<Arrival> arriving, int subtask) {
    BitSet silent = new BitSet();
    for (int i = 0; i < arriving.size(); i++) {
      Arrival arrival = arriving.get(i);
      int sender = arrival.sender() == Arrival.SAME_SUBTASK ? subtask : arrival.sender();
      silent.set(i, get(dry, arrival.fromStage()).get(sender));
    }
    return silent;
  }

  private Task worker(
      String name,
      Stage stage,
      int subtask,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      TaskWriters writers,
      @Nullable TaskCheckpoints part,
      List<Arrival> arriving,
      BitSet silent) {
    return new WorkerTask(
        name,
        chain,
        context,
        routers,
        options,
        writers,
        part,
        get(inputs, stage.id()).get(subtask),
        arriving.stream().map(arrival -> chain.entry(arrival.entry().id())).toList(),
        silent);
  }

  private Task source(
      String name,
      Stage stage,
      PlanStep step,
      List<String> partitions,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      TaskWriters writers,
      @Nullable TaskCheckpoints part) {
    return new SourceTask(
        name,
        chain,
        context,
        routers,
        options,
        writers,
        part,
        step,
        ((Node.Source) step.node()).source(),
        partitions,
        partition ->
            durable == null ? Optional.empty() : durable.directory.position(step.name(), partition),
        eventTime(stage),
        Objects.requireNonNull(alignments.get(step.id())));
  }

  private TaskCheckpoints checkpoints(Stage stage, DurableBackend state, TaskWriters writers) {
    Durable made = Objects.requireNonNull(durable);
    Map<String, Long> watermarks = new HashMap<>();
    for (PlanStep step : stage.steps()) {
      if (step.node() instanceof Node.Keyed) {
        watermarks.put(step.name(), state.watermark(step.name()));
      }
    }
    return new TaskCheckpoints(
        tasks.size(),
        state,
        writers,
        made.directory.outputs(),
        watermarks,
        made.checkpoints,
        made.crash,
        made.entriesPerSlice,
        options.checkpointAfterBytes().orElse(Long.MAX_VALUE) / tasksWithState());
  }

  /** How many tasks share the memory for state; at least one. */
  private long tasksWithState() {
    return Math.max(
        1,
        plan.stages().stream()
            .filter(
                stage -> stage.steps().stream().anyMatch(step -> step.node() instanceof Node.Keyed))
            .mapToInt(Stage::parallelism)
            .sum());
  }

  private static Optional<EventTime> eventTime(Stage stage) {
    return stage.steps().stream()
        .filter(step -> step.node() instanceof Node.AssignEventTime)
        .map(step -> ((Node.AssignEventTime) step.node()).strategy())
        .findFirst();
  }

  private List<List<String>> deal(PlanStep step, int subtasks) {
    List<String> partitions;
    try {
      partitions = ((Node.Source) step.node()).source().partitions();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new StreamFlowException.JobFailed(
          options.name(), step.name(), "listing its partitions: " + e, e);
    }
    if (partitions.isEmpty()) {
      throw new StreamFlowException.JobFailed(
          options.name(),
          step.name(),
          "the source has no partitions, so there is nothing to read",
          new IllegalStateException("Source.partitions() returned an empty list"));
    }
    List<List<String>> dealt = new ArrayList<>();
    for (int subtask = 0; subtask < subtasks; subtask++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < partitions.size(); i++) {
      dealt.get(i % subtasks).add(partitions.get(i));
    }
    return dealt;
  }

  private static <T> T get(Map<Integer, T> map, int key) {
    return Objects.requireNonNull(map.get(key));
  }
}
