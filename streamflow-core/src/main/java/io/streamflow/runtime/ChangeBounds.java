package io.streamflow.runtime;

import io.streamflow.job.JobOptions;

/**
 * How much changed state one task may have, in bytes as an estimate.
 *
 * @param dirtyBytes more than so many bytes to be written ask for a checkpoint
 * @param earlyBytes entries that take more memory than this ask for one, too
 * @param fullBytes at so much memory nothing more is read until the checkpoint is stored: what has
 *     changed cannot be evicted before
 */
record ChangeBounds(long dirtyBytes, long earlyBytes, long fullBytes) {
  /** However small its memory: a checkpoint for each item would be of no use to anybody. */
  private static final long LEAST_FULL_BYTES = 64 << 10;

  /**
   * Early enough that the task can go on while the checkpoint is made: what changes meanwhile has
   * the rest of the memory.
   */
  private static final int EARLY_PER_FULL = 2;

  /** The part of one of so many tasks that have state. */
  static ChangeBounds of(JobOptions options, long tasks) {
    long full = Math.max(options.stateMemory() / tasks, LEAST_FULL_BYTES);
    return new ChangeBounds(
        options.checkpointAfterBytes().orElse(Long.MAX_VALUE) / tasks, full / EARLY_PER_FULL, full);
  }
}
