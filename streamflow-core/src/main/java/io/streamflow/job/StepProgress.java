package io.streamflow.job;

/**
 * Counts of one step over all its subtasks, since the job started.
 *
 * @param in items read by a source, or written by a sink; other steps do not count theirs
 * @param late items that came too late for their window
 * @param skipped items left out by {@link OnError#skip}
 * @param deadLettered items given to a dead-letter sink
 * @param retries repeated calls after a failed one
 */
public record StepProgress(long in, long late, long skipped, long deadLettered, long retries) {
  /** Before anything was counted. */
  public static final StepProgress NOTHING = new StepProgress(0, 0, 0, 0, 0);
}
