package io.streamflow.runtime;

import io.streamflow.compile.Edge;
import io.streamflow.compile.Exchange;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.KeyCodecs;
import io.streamflow.compile.Stage;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.metrics.JobCounters;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.operator.Chain;
import io.streamflow.operator.ChainBuilder;
import io.streamflow.operator.Output;
import io.streamflow.operator.TaskContext;
import io.streamflow.outbox.Outboxes;
import io.streamflow.outbox.TaskOutboxes;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import io.streamflow.state.DurableBackend;
import io.streamflow.state.HeapBackend;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of a job, connected and ready to run, on threads or under the test driver. Nothing is
 * opened yet.
 */
final class TaskGraph {
  private final ExecutionPlan plan;
  private final JobOptions options;
  private final JobCounters counters;
  private final Function<Task, TaskContext.Pause> pauses;
  private final Outboxes outboxes;
  private final @Nullable Durable durable;
  private final Wiring wiring;
  private final DeadLetters deadLetters;
  private final Map<Integer, SourceAlignment> alignments;
  private final Map<Integer, Source<?>> sources = new HashMap<>();

  /** How many tasks share the memory for state; at least one. */
  private final long tasksWithState;

  private final List<Task> tasks = new ArrayList<>();

  /**
   * What makes the tasks of a durable job durable.
   *
   * @param directory where its checkpoints are
   * @param checkpoints where its tasks meet for them
   * @param crash asked at each point where a driven run may crash
   * @param entriesPerSlice how many entries of frozen state a task turns into bytes at once
   * @param paceNanos the time by which it turns more into bytes
   */
  record Durable(
      StateDirectory directory,
      Checkpoints checkpoints,
      CrashPoint.Chance crash,
      int entriesPerSlice,
      LongSupplier paceNanos) {}

  private TaskGraph(
      ExecutionPlan plan,
      JobOptions options,
      JobCounters counters,
      int channelCapacity,
      Function<Task, TaskContext.Pause> pauses,
      Outboxes outboxes,
      @Nullable Durable durable) {
    this.plan = plan;
    this.options = options;
    this.counters = counters;
    this.pauses = pauses;
    this.outboxes = outboxes;
    this.durable = durable;
    this.wiring = new Wiring(plan, channelCapacity);
    this.tasksWithState = tasksWithState(plan);
    this.deadLetters = new DeadLetters(new DeadLetterNames(plan.plan(), options.onError()));
    this.alignments =
        SourceGroups.alignments(plan, TimeUnit.MILLISECONDS.convert(options.maxEventTimeSkew()));
  }

  /**
   * Builds the tasks.
   *
   * @param channelCapacity batches per channel
   * @param pauses how a task waits in the middle of its work
   * @param outboxes of its sinks
   * @param durable null for a job without checkpoints
   * @throws StreamFlowException.JobFailed when a source cannot list its partitions
   */
  static List<Task> build(
      ExecutionPlan plan,
      JobOptions options,
      JobCounters counters,
      int channelCapacity,
      Function<Task, TaskContext.Pause> pauses,
      Outboxes outboxes,
      @Nullable Durable durable) {
    TaskGraph graph =
        new TaskGraph(plan, options, counters, channelCapacity, pauses, outboxes, durable);
    List<Chain> chains = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      chains.add(graph.chain(stage));
    }
    for (Stage stage : plan.stages()) {
      graph.addTasks(stage, chains.get(stage.id()));
    }
    if (durable != null) {
      durable.checkpoints.tasks(graph.tasks);
    }
    return graph.tasks;
  }

  private Chain chain(Stage stage) {
    List<Edge> leaving = plan.outOf(stage);
    List<ChainBuilder.Exit> exits = new ArrayList<>();
    for (int output = 0; output < leaving.size(); output++) {
      Edge edge = leaving.get(output);
      exits.add(
          edge.exchange() instanceof Exchange.HashByKey(var keyBy, var aggregates)
              ? new ChainBuilder.Exit(
                  edge.from(), output, KeyCodecs.of(keyBy), aggregates, edge.to())
              : new ChainBuilder.Exit(edge.from(), output, Optional.empty(), false, edge.to()));
    }
    List<PlanStep> entries = sources(stage);
    Set<PlanStep> aggregated = new HashSet<>();
    if (entries.isEmpty()) {
      for (Wiring.Arrival arrival : wiring.arriving(stage)) {
        entries.add(arrival.entry());
      }
      for (Edge edge : plan.into(stage)) {
        if (edge.exchange() instanceof Exchange.HashByKey(_, var aggregates) && aggregates) {
          aggregated.add(edge.to());
        }
      }
    }
    Chain chain =
        new ChainBuilder(plan.plan(), stage.steps(), exits, options.onError(), options.fusion())
            .build(entries, aggregated);
    deadLetters.add(stage, chain.deadLetterSinks());
    return chain;
  }

  private static List<PlanStep> sources(Stage stage) {
    List<PlanStep> sources = new ArrayList<>();
    for (PlanStep step : stage.steps()) {
      if (step.node() instanceof Node.Source) {
        sources.add(step);
      }
    }
    return sources;
  }

  private void addTasks(Stage stage, Chain chain) {
    List<PlanStep> sources = sources(stage);
    List<List<String>> partitions =
        sources.isEmpty() ? List.of() : deal(sources.getFirst(), stage.parallelism());
    PartitionDiscovery discovery =
        sources.isEmpty() ? null : discovery(sources.getFirst(), partitions);
    for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
      wiring.dry(
          stage,
          subtask,
          sources.isEmpty()
              ? wiring.silent(stage, subtask).cardinality() == wiring.arriving(stage).size()
              : partitions.get(subtask).isEmpty());
    }
    for (int subtask = 0; subtask < stage.parallelism(); subtask++) {
      TaskMeter meter = new TaskMeter();
      TaskPause pause = new TaskPause(pauses, meter);
      List<Router> routers = new ArrayList<>();
      for (Edge edge : plan.outOf(stage)) {
        List<Channel> targets = wiring.leaving(edge, subtask);
        routers.add(
            new Router(
                edge.to().name(), meter, targets, options.batchSize(), subtask % targets.size()));
      }
      DurableBackend state =
          durable == null
              ? null
              : durable.directory.backend(
                  subtask, stage.parallelism(), options.stateMemory() / tasksWithState);
      TaskContext context = context(stage, subtask, chain, routers, pause, meter, state);
      TaskOutboxes taskOutboxes = outboxes.forTask();
      context.outboxes(taskOutboxes::open);
      TaskWriters writers = new TaskWriters(context, taskOutboxes);
      TaskCheckpoints part = state == null ? null : checkpoints(stage, state, writers);
      String name = options.name() + "/" + stage.name() + "#" + subtask;
      Task task =
          sources.isEmpty()
              ? worker(name, stage, subtask, chain, context, routers, writers, part)
              : source(
                  name,
                  stage,
                  sources.getFirst(),
                  partitions.get(subtask),
                  discovery,
                  chain,
                  context,
                  routers,
                  writers,
                  part);
      pause.of(task);
      tasks.add(task);
    }
  }

  private TaskContext context(
      Stage stage,
      int subtask,
      Chain chain,
      List<Router> routers,
      TaskPause pause,
      TaskMeter meter,
      @Nullable DurableBackend state) {
    List<String> names = new ArrayList<>();
    for (PlanStep step : plan.plan().steps()) {
      names.add(step.name());
    }
    return new TaskContext(
        new TaskContext.Place(
            options.name(),
            subtask,
            stage.parallelism(),
            wiring.working(stage),
            durable == null
                ? OptionalLong.empty()
                : OptionalLong.of(durable.directory.manifest().epoch())),
        options.clock(),
        state == null ? new HeapBackend() : state,
        routers.toArray(Output[]::new),
        pause,
        chain.slotCount(),
        names,
        meter,
        counters::step,
        sink -> deadLetters.place(sink, stage, subtask));
  }

  private Task worker(
      String name,
      Stage stage,
      int subtask,
      Chain chain,
      TaskContext context,
      List<Router> routers,
      TaskWriters writers,
      @Nullable TaskCheckpoints part) {
    return new WorkerTask(
        name,
        chain,
        context,
        routers,
        options,
        writers,
        part,
        wiring.inputs(stage, subtask),
        wiring.arriving(stage),
        wiring.silent(stage, subtask));
  }

  private Task source(
      String name,
      Stage stage,
      PlanStep step,
      List<String> partitions,
      @Nullable PartitionDiscovery discovery,
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
        source(step),
        partitions,
        restored(step),
        discovery,
        eventTime(stage),
        Objects.requireNonNull(alignments.get(step.id())),
        counters::partition);
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
        made.paceNanos,
        ChangeBounds.of(options, tasksWithState));
  }

  private static long tasksWithState(ExecutionPlan plan) {
    long tasks = 0;
    for (Stage stage : plan.stages()) {
      if (keepsState(stage)) {
        tasks += stage.parallelism();
      }
    }
    return Math.max(1, tasks);
  }

  private static boolean keepsState(Stage stage) {
    for (PlanStep step : stage.steps()) {
      if (step.node() instanceof Node.Keyed) {
        return true;
      }
    }
    return false;
  }

  private List<List<String>> deal(PlanStep step, int subtasks) {
    SourcePartitions partitions = SourcePartitions.of(options.name(), step, source(step));
    if (durable != null) {
      partitions
          .warning(restored(step), durable.directory.path())
          .ifPresent(warning -> Logs.JOB.warn("job '{}', {}", options.name(), warning));
    }
    return partitions.deal(subtasks);
  }

  private RestoredSource restored(PlanStep step) {
    return durable == null ? RestoredSource.NONE : durable.directory.positions().of(step.name());
  }

  private static Optional<EventTime> eventTime(Stage stage) {
    for (PlanStep step : stage.steps()) {
      if (step.node() instanceof Node.AssignEventTime assigned) {
        return Optional.of(assigned.strategy());
      }
    }
    return Optional.empty();
  }

  /** The same for all tasks of the step. */
  private Source<?> source(PlanStep step) {
    Source<?> known = sources.get(step.id());
    if (known == null) {
      known =
          ((Node.Source) step.node()).source().in(new SourceContext(options.name(), step.name()));
      sources.put(step.id(), known);
    }
    return known;
  }

  private @Nullable PartitionDiscovery discovery(PlanStep step, List<List<String>> partitions) {
    Source<?> source = source(step);
    Optional<Duration> interval = source.discoveryInterval();
    if (interval.isEmpty()) {
      return null;
    }
    List<String> known = partitions.stream().flatMap(List::stream).toList();
    SourceContext named = new SourceContext(options.name(), step.name());
    return new PartitionDiscovery(named, source, interval.get(), known);
  }
}
