package io.streamflow.state;

import io.streamflow.job.JobOptions;

/**
 * How keys are dealt to subtasks: by hash into a fixed number of groups, and each subtask owns a
 * range of groups. So a change of parallelism moves groups, never single keys.
 */
public final class KeyGroups {
  private KeyGroups() {}

  /** The group of a key with this stable hash. */
  public static int of(int stableHash) {
    return stableHash & (JobOptions.KEY_GROUPS - 1); // a power of two
  }

  /** The subtask that owns a group. */
  public static int owner(int group, int parallelism) {
    return group * parallelism / JobOptions.KEY_GROUPS;
  }

  /** The first group of a subtask, and the end of the groups of the one before. */
  public static int first(int subtask, int parallelism) {
    return Math.ceilDiv(subtask * JobOptions.KEY_GROUPS, parallelism);
  }
}
