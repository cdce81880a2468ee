package io.streamflow.job;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How far a job has come. Counts are taken between batches, so they run a little behind.
 *
 * @param itemsRead items read by all sources; records that could not be decoded are not among them,
 *     but among the source step's skipped or dead-lettered
 * @param watermark the least watermark of the sources that have one; empty before the first and
 *     after the end of the input
 * @param steps counts of each step that keeps any, by name
 */
public record JobProgress(
    long itemsRead, Optional<Instant> watermark, Map<String, StepProgress> steps) {

  /** Items that came too late for their window, over all steps. */
  public long late() {
    return steps.values().stream().mapToLong(StepProgress::late).sum();
  }
}
