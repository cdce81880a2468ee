package io.streamflow.time;

/**
 * Where a job reads the wall clock. Handed in, so that tests can move time by hand. Read from many
 * threads.
 */
@FunctionalInterface
public interface Clock {

  /** Now, in milliseconds since 1970-01-01T00:00:00Z. May jump, as wall clocks do. */
  long millis();

  /** The machine's clock, always the same object. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
