package io.streamflow.spi;

/** How often an item can show in a sink's result when a job crashes and goes on. */
public enum Guarantee {
  /**
   * Flushed at every checkpoint: nothing is lost, items after the last checkpoint may show twice.
   */
  AT_LEAST_ONCE,
  /** Writing an item again changes nothing: exactly-once in effect. */
  IDEMPOTENT,
  /** Prepared at the barrier and committed after the checkpoint: exactly-once. */
  COMMITTING
}
