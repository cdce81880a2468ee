package io.streamflow.operator;

/** The rule for timestamps in milliseconds since the epoch. */
public final class Timestamps {
  /** An item without a timestamp, or a watermark that has not been made yet. */
  public static final long NONE = Long.MIN_VALUE;

  /** Beyond 146 million years from now, window arithmetic could overflow. */
  private static final long FARTHEST = Long.MAX_VALUE / 2;

  private Timestamps() {}

  /** A span that can be added to any timestamp; spans longer than that mean "for ever". */
  public static long span(long millis) {
    return Math.min(millis, FARTHEST / 2);
  }

  /** Whether a timestamp can be computed with. */
  static boolean inRange(long millis) {
    return millis >= -FARTHEST && millis <= FARTHEST;
  }

  /** The refusal of a timestamp that is not in range. */
  static IllegalArgumentException outOfRange(long millis) {
    return new IllegalArgumentException(
        "timestamp "
            + millis
            + " ms since the epoch is out of range; is the unit milliseconds, not nanoseconds?");
  }
}
