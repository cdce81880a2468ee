package io.streamflow.runtime;

/** Where the test driver can let a job crash. */
public enum CrashPoint {
  /** A source task has driven what it read through its chain. */
  SOURCE_READ,
  /** A sink has prepared its output; the state is not frozen yet. */
  PREPARED,
  /** A task's state is frozen and nothing of it written down. */
  FROZEN,
  /** A slice of the frozen state was turned into bytes. */
  SLICE,
  /** Every task has given its part; nothing is stored. */
  BEFORE_STORE,
  /** The output of outboxes is on the disk; no checkpoint tells of it. */
  OUTBOX_SEALED,
  /** The checkpoint is stored; nobody knows. */
  AFTER_STORE,
  /** Some, and not all, of what was stored was moved from the log into the tree. */
  FOLDED,
  /** A task is about to commit its sinks. */
  BEFORE_COMMIT,
  /** A task has committed its sinks. */
  AFTER_COMMIT,
  /** Stored output is about to be delivered. */
  BEFORE_DELIVERY,
  /** The target has it; nobody knows. */
  AFTER_DELIVERY;

  /** Asked at each point; what it throws is the crash. */
  @FunctionalInterface
  public interface Chance {
    /** No crash, ever. */
    Chance NEVER = _ -> {};

    /** The job has come to a point. */
    void at(CrashPoint point);
  }
}
