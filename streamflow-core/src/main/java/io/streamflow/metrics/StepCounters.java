package io.streamflow.metrics;

import io.streamflow.job.StepProgress;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of one step over all its subtasks. Added to by tasks, between batches; read by any thread.
 */
public final class StepCounters {
  private final LongAdder in = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder deadLettered = new LongAdder();
  private final LongAdder retries = new LongAdder();

  /** Items read by a source or written by a sink. */
  public LongAdder in() {
    return in;
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

  /** The counts now. */
  public StepProgress progress() {
    return new StepProgress(in.sum(), late.sum(), skipped.sum(), deadLettered.sum(), retries.sum());
  }
}
