package io.streamflow.time;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a step keeps the state of a key that does not change. A key that comes again later finds
 * none, as if it were new.
 *
 * @param duration how long, at least a millisecond
 * @param kind by which time
 */
public record TimeToLive(Duration duration, Kind kind) implements Serializable {

  /** A kind of time. */
  public enum Kind {
    /**
     * The time of the items: a replay forgets the same. State is gone for an item whose time, or
     * the watermark before it, is the duration or more after the time of the last change.
     */
    EVENT_TIME,
    /** The job's clock. */
    PROCESSING_TIME
  }

  /**
   * Checks the duration.
   *
   * @throws IllegalArgumentException when it is under a millisecond
   */
  public TimeToLive {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException("time to live must be at least 1 ms, but is " + duration);
    }
  }

  /** So long in event time. */
  public static TimeToLive inEventTime(Duration duration) {
    return new TimeToLive(duration, Kind.EVENT_TIME);
  }

  /** So long by the job's clock. */
  public static TimeToLive inProcessingTime(Duration duration) {
    return new TimeToLive(duration, Kind.PROCESSING_TIME);
  }
}
