package io.streamflow.operator;

import io.streamflow.job.OnError;
import io.streamflow.metrics.JobCounters;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import io.streamflow.plan.Step;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.state.DurableBackend;
import io.streamflow.state.HeapBackend;
import io.streamflow.state.MapStore;
import io.streamflow.state.StateBackend;
import io.streamflow.state.StoredState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One run of a step, driven by hand. */
final class StatefulRun {
  /** What happens after every event. */
  enum Snapshots {
    ON_THE_HEAP,
    NONE,
    AFTER_EVERY_EVENT,
    RESTORED_AFTER_EVERY_EVENT
  }

  private static final class Pause implements TaskContext.Pause {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void forNanos(long nanos) {}

    @Override
    public void beforeRetry(long nanos) {}
  }

  private final class Collected implements Output {
    @Override
    public void push(Object value, long timestamp) {
      out.add(value + "@" + timestamp);
    }

    @Override
    public void push(Object value, long timestamp, int target) {
      push(value, timestamp);
    }

    @Override
    public void pushPart(Object part, long timestamp, int target) {
      push(part, timestamp);
    }

    @Override
    public long floor() {
      return Timestamps.NONE;
    }

    @Override
    public int targets() {
      return 1;
    }
  }

  final MapStore store = new MapStore();
  private final StatefulStep step;
  private final Snapshots snapshots;
  private final long memoryBytes;
  private final Map<String, StoredState<?, ?>> states = new HashMap<>();
  private final Map<String, Long> watermarks = new HashMap<>();
  private final List<String> out = new ArrayList<>();
  private final TreeSet<String> asked = new TreeSet<>();
  private DurableBackend backend;
  private TaskContext context;
  private Chain chain;
  private int entry;
  private long watermark = Timestamps.NONE;

  StatefulRun(StatefulStep step, Snapshots snapshots, long memoryBytes) throws Exception {
    this.step = step;
    this.snapshots = snapshots;
    this.memoryBytes = memoryBytes;
    for (StepStates.StepState state :
        StepStates.of(
            step.node(),
            Codecs.of(String.class),
            step.value(),
            Optional.of(Codecs.of(String.class)))) {
      states.put(state.name(), stored(state.key(), state.value()));
    }
    open();
  }

  @SuppressWarnings("unchecked") // only put together
  private StoredState<?, ?> stored(Codec<?> key, Codec<?> value) {
    Codec<Object> values = (Codec<Object>) value;
    return new StoredState<>(states.size(), (Codec<Object>) key, values, List.of(values), 0);
  }

  private void open() throws Exception {
    backend =
        new DurableBackend(
            store.view(),
            0,
            1024,
            (_, name) -> {
              asked.add(name);
              return states.get(name);
            },
            watermarks,
            memoryBytes);
    StateBackend used = snapshots == Snapshots.ON_THE_HEAP ? new HeapBackend() : backend;
    List<Node> ends = new ArrayList<>(List.of(step.node()));
    if (step.node() instanceof Node.Windowed windowed) {
      ends.add(new Node.Late(windowed, Step.of("late")));
    }
    Plan plan = Plan.of(ends);
    List<ChainBuilder.Exit> exits =
        plan.steps().stream()
            .filter(each -> ends.contains(each.node()))
            .map(each -> new ChainBuilder.Exit(each, 0, Optional.empty(), false, each))
            .toList();
    PlanStep source = plan.steps().getFirst();
    entry = source.id();
    chain =
        new ChainBuilder(plan, plan.steps(), exits, OnError.fail(), false).build(List.of(source));
    context =
        new TaskContext(
            TaskContext.Place.alone("job"),
            () -> 0,
            used,
            new Output[] {new Collected()},
            new Pause(),
            chain.slotCount(),
            plan.steps().stream().map(PlanStep::name).toList(),
            new TaskMeter(),
            new JobCounters()::step,
            _ -> new TaskContext.DeadLetterPlace("dead letters", 0, 1));
    chain.open(context);
  }

  /** The states that the operator has asked for. */
  Set<String> asked() {
    return asked;
  }

  /** The states that it should ask for. */
  Set<String> foretold() {
    return new TreeSet<>(states.keySet());
  }

  /** Takes one item; what came out, sorted. */
  List<String> item(StatefulStep.Item item) throws Exception {
    Batch batch = new Batch(1);
    batch.add(item, item.time());
    chain.entry(entry).run(batch, 0, 1, context);
    return finished();
  }

  List<String> watermark(long now) throws Exception {
    chain.advance(watermark, now, context);
    watermark = now;
    watermarks.put("step", now);
    return finished();
  }

  List<String> clock(long now) throws Exception {
    chain.processingTime(now, context);
    return finished();
  }

  List<String> end() throws Exception {
    chain.end(context);
    return finished();
  }

  private List<String> finished() throws Exception {
    if (snapshots.compareTo(Snapshots.AFTER_EVERY_EVENT) >= 0) {
      checkpoint();
      backend.evict();
    }
    if (snapshots == Snapshots.RESTORED_AFTER_EVERY_EVENT) {
      open();
      if (watermark != Timestamps.NONE) { // a restored task may first show an older one
        chain.advance(Timestamps.NONE, watermark - 3, context);
      }
    }
    List<String> sorted = out.stream().sorted().toList();
    out.clear();
    return sorted;
  }

  void checkpoint() {
    backend.freeze();
    while (!backend.serialize(1)) {}
    store.commit(List.of(backend.takeWrites()));
    backend.committed();
  }
}
