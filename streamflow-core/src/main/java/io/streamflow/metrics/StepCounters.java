package io.streamflow.metrics;

import io.streamflow.job.FailureView;
import io.streamflow.job.StepProgress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one step over all its subtasks, since the job was started. Added to by tasks,
 * between batches; read by any thread.
 */
public final class StepCounters {
  private final String step;
  private final LongAdder taken = new LongAdder();
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder deadLettered = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder stateHits = new LongAdder();
  private final LongAdder stateMisses = new LongAdder();
  private final SampledTime time = new SampledTime();
  private final Latencies latencies = new Latencies();
  private volatile @Nullable FailureView lastFailure;

  /** Of a step. */
  StepCounters(String step) {
    this.step = step;
  }

  /** Items that were taken from other stages' channels. */
  public LongAdder taken() {
    return taken;
  }

  /** Items read by a source or written by a sink. */
  public LongAdder in() {
    return in;
  }

  /** Items handed on, of a step where nothing else tells their number. */
  public LongAdder out() {
    return out;
  }

  /** Items that a filter did not let pass. */
  public LongAdder dropped() {
    return dropped;
  }

  /** Items that came too late for their window. */
  public LongAdder late() {
    return late;
  }

  /** Items left out by the step's error policy. */
  public LongAdder skipped() {
    return skipped;
  }

  /** Items given to the dead letters. */
  public LongAdder deadLettered() {
    return deadLettered;
  }

  /** Repeated calls. */
  public LongAdder retries() {
    return retries;
  }

  /** Reads of state that the cache answered. */
  public LongAdder stateHits() {
    return stateHits;
  }

  /** Reads of state that went to the store. */
  public LongAdder stateMisses() {
    return stateMisses;
  }

  /** How long one item takes. */
  public SampledTime time() {
    return time;
  }

  /** How long items took until they came here. */
  public Latencies latencies() {
    return latencies;
  }

  /** Remembers what went wrong last. */
  public void failed(String message) {
    lastFailure = new FailureView(Instant.now(), step, message);
  }

  /** What went wrong last. */
  public Optional<FailureView> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** The counts now. */
  public StepProgress progress() {
    return new StepProgress(in.sum(), late.sum(), skipped.sum(), deadLettered.sum(), retries.sum());
  }
}
