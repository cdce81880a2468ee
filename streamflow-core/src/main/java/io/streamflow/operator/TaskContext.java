package io.streamflow.operator;

import io.streamflow.job.FailedItem;
import io.streamflow.metrics.Latencies;
import io.streamflow.metrics.StepCounters;
import io.streamflow.metrics.StepGauges;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.spi.Outbox;
import io.streamflow.spi.Sink;
import io.streamflow.spi.SinkContext;
import io.streamflow.spi.SinkWriter;
import io.streamflow.state.KeyedState;
import io.streamflow.state.StateBackend;
import io.streamflow.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a chain that belongs to one subtask and changes: operators' slots, the watermark,
 * the writers. Used by the subtask's task only.
 */
public final class TaskContext {

  /** Lets a task wait in the middle of its work, such as for a rate limit or a retry. */
  public interface Pause {
    /** A clock that only counts up, in nanoseconds. */
    long nanoTime();

    /**
     * Sends what is waiting to be sent, flushes the writers, then waits.
     *
     * @throws InterruptedException when the job is being cancelled
     */
    void forNanos(long nanos) throws InterruptedException;

    /**
     * Sends what is waiting to be sent to other tasks, then waits. Writers are not flushed: it may
     * be one of them whose last call failed.
     *
     * @throws InterruptedException when the job is being cancelled
     */
    void beforeRetry(long nanos) throws InterruptedException;
  }

  /** Hears of each new greatest timestamp in the partition being read. */
  @FunctionalInterface
  public interface PartitionTime {
    /** The partition being read has shown {@code timestamp}, its greatest so far. */
    void reached(long timestamp);
  }

  /**
   * A writer of this subtask.
   *
   * @param step the step it belongs to
   * @param sink by what name its prepared output is found again, whatever the parallelism
   * @param writer the writer
   */
  public record OpenWriter(String step, String sink, SinkWriter<?> writer) {}

  /**
   * Where a task stands in its job.
   *
   * @param job the job's name
   * @param subtask its number among the subtasks of its stage
   * @param parallelism how many these are
   * @param working how many of these get any items
   * @param restoredEpoch the epoch that the job goes on from; 0 when it starts anew, empty when it
   *     makes no checkpoints
   */
  public record Place(
      String job, int subtask, int parallelism, int working, OptionalLong restoredEpoch) {

    /** The one task of a job without checkpoints. */
    public static Place alone(String job) {
      return new Place(job, 0, 1, 1, OptionalLong.empty());
    }
  }

  /**
   * Which writer of a dead-letter sink a task has.
   *
   * @param name by what name its prepared output is found again
   * @param number its number among the tasks that write to the sink
   * @param of how many these are
   */
  public record DeadLetterPlace(String name, int number, int of) {}

  /** Opens a dead-letter sink, which fails with the step's name. */
  @FunctionalInterface
  interface DeadLetterOpener {
    SinkWriter<FailedItem> open(Sink<?> sink, SinkContext context) throws Exception;
  }

  /** Finds the outbox of a sink for its writer of a number. */
  @FunctionalInterface
  public interface OutboxOpener {
    /** The outbox of the sink whose output is found again by this name. */
    Outbox open(String sink, int subtask);
  }

  final Place place;
  final Clock clock;
  final StateBackend state;
  final Output[] outputs;
  final Pause pause;
  final @Nullable Object[] slots;

  /** How many items a sink looks at in one sample. */
  private static final int LATENCY_SAMPLES = 16;

  /** How many items the sinks are still to look at; a field, as it is read for each item. */
  int latencySamples;

  /** What operators count per item, by slot; made visible once per batch. */
  final long[] counts;

  private final Function<String, StepCounters> counters;
  private final Probe probe;
  private final TaskMeter meter;
  private final Function<Sink<?>, DeadLetterPlace> deadLetterPlaces;
  private final List<OpenWriter> writers = new ArrayList<>();
  private final IdentityHashMap<Sink<?>, SinkWriter<FailedItem>> deadLetters =
      new IdentityHashMap<>();
  private OutboxOpener outboxes = (_, _) -> Outbox.NONE;
  private final List<Runnable> publishing = new ArrayList<>();
  private final List<Runnable> gauges = new ArrayList<>();
  private final PublishedSizes sizes;

  /** The greatest timestamp the partition being read has shown. */
  long partitionMax = Timestamps.NONE;

  PartitionTime partitionTime = _ -> {};

  /** The time of the item at hand, as the step has said that gives items their times. */
  long itemTime;

  /** Whether an item of the partition being read has got a timestamp. */
  boolean sawTime;

  /** By step, of those whose state has a time to live. */
  final Map<String, Expiry> expiries = new HashMap<>();

  /** Set when a step has failed, in case user code between swallows the exception. */
  @Nullable StepFailure failure;

  /**
   * For one subtask of a stage.
   *
   * @param steps the names of all steps of the plan, by number
   * @param meter what is told of the task
   * @param deadLetterPlaces which writer of a dead-letter sink the task has
   */
  public TaskContext(
      Place place,
      Clock clock,
      StateBackend state,
      Output[] outputs,
      Pause pause,
      int slotCount,
      List<String> steps,
      TaskMeter meter,
      Function<String, StepCounters> counters,
      Function<Sink<?>, DeadLetterPlace> deadLetterPlaces) {
    this.place = place;
    this.clock = clock;
    this.state = state;
    this.outputs = outputs;
    this.pause = pause;
    this.slots = new @Nullable Object[slotCount];
    this.counts = new long[slotCount];
    this.counters = counters;
    this.meter = meter;
    this.probe = new Probe(place.job(), steps, clock, () -> pause.nanoTime(), counters);
    this.deadLetterPlaces = deadLetterPlaces;
    this.sizes = new PublishedSizes(state, meter, counters);
  }

  /** The watermark that a step was restored with, or {@link Timestamps#NONE}. */
  public long restoredWatermark(String step) {
    return state.watermark(step);
  }

  /** Says where sinks find their outboxes; before anything is opened. */
  public void outboxes(OutboxOpener opener) {
    outboxes = opener;
  }

  /** The counters of a step. */
  public StepCounters counters(String step) {
    return counters.apply(step);
  }

  /**
   * Says which partition the next items are from.
   *
   * @param greatest the greatest timestamp it has shown, or {@link Timestamps#NONE}
   * @param time hears when that grows
   */
  public void readFrom(long greatest, PartitionTime time) {
    partitionMax = greatest;
    partitionTime = time;
    sawTime = false;
  }

  /** An item with a timestamp has gone through the chain: its time has come. */
  void itemDone(long timestamp) {
    sawTime = true;
    if (timestamp > partitionMax) {
      partitionMax = timestamp;
      partitionTime.reached(timestamp);
    }
  }

  /** Whether an item has got a timestamp since {@link #readFrom}. */
  public boolean sawTime() {
    return sawTime;
  }

  /** The greatest timestamp of the partition being read. */
  public long partitionMax() {
    return partitionMax;
  }

  /** A clock that only counts up, in nanoseconds. */
  public long nanoTime() {
    return pause.nanoTime();
  }

  /** The state of a step that holds a value per key, with the step's time to live if it has one. */
  <K, V> KeyedState<K, V> keyed(String step, String name) {
    Expiry expiry = expiries.get(step);
    return expiry == null ? state.keyed(step, name) : expiry.over(this, step, name);
  }

  SinkContext sinkContext(String step) {
    return new SinkContext(
        place.job(),
        step,
        place.subtask(),
        place.parallelism(),
        place.restoredEpoch(),
        outboxes.open(step, place.subtask()));
  }

  /**
   * The writer of a dead-letter sink, one for all steps of this task that use the sink; it belongs
   * to the first of them.
   */
  SinkWriter<FailedItem> deadLetters(Sink<?> sink, String step, DeadLetterOpener opener)
      throws Exception {
    SinkWriter<FailedItem> writer = deadLetters.get(sink);
    if (writer == null) {
      DeadLetterPlace at = deadLetterPlaces.apply(sink);
      writer =
          opener.open(
              sink,
              new SinkContext(
                  place.job(),
                  "dead-letters",
                  at.number(),
                  at.of(),
                  place.restoredEpoch(),
                  outboxes.open(at.name(), at.number())));
      deadLetters.put(sink, writer);
      writers.add(new OpenWriter(step, at.name(), writer));
    }
    return writer;
  }

  /** Takes note of the writer of a sink step. */
  void register(String step, SinkWriter<?> writer) {
    writers.add(new OpenWriter(step, step, writer));
  }

  /** Adds what is counted in a slot to {@code counter}, once per batch. */
  void publishCount(int slot, LongAdder counter) {
    publishing.add(() -> {
      counter.add(counts[slot]);
      counts[slot] = 0;
    });
  }

  /** Calls {@code gauge} some times a second, on the task's thread. */
  void publishGauge(Runnable gauge) {
    gauges.add(gauge);
  }

  /** The gauges of a step of this task. */
  StepGauges gauges(String step) {
    return meter.gauges(step);
  }

  /** What is told of the task. */
  public TaskMeter meter() {
    return meter;
  }

  /** Lets the sinks of this task look at the age of the next few items. */
  public void sampleLatency() {
    latencySamples = LATENCY_SAMPLES;
  }

  /** Notes the age of an item that a sink has written, by the sink's latencies. */
  void sampleLatency(long timestamp, Latencies latencies) {
    latencySamples--;
    if (timestamp != Timestamps.NONE) {
      latencies.add(clock.millis() - timestamp);
    }
  }

  /** What measures some of the task's items. */
  public Probe probe() {
    return probe;
  }

  /** Makes visible what the task's steps hold. */
  public void publishGauges() {
    for (int i = 0; i < gauges.size(); i++) {
      gauges.get(i).run();
    }
    sizes.publish();
  }

  /** All writers that were opened, in order of opening. */
  public List<OpenWriter> writers() {
    return writers;
  }

  /** Makes the counts of the last batch visible. */
  public void publishCounts() {
    for (int i = 0; i < publishing.size(); i++) {
      publishing.get(i).run();
    }
  }

  /** Remembers that a step has failed, in case user code swallows the exception. */
  public void failed(StepFailure thrown) {
    failure = thrown;
  }

  /** Throws what a step has failed with, if one has. */
  public void throwIfFailed() {
    if (failure != null) {
      throw failure;
    }
  }
}
