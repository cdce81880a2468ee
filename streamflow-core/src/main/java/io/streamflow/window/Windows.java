package io.streamflow.window;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How a stream is cut into windows. Time windows are aligned to the epoch (UTC) unless an offset
 * moves them.
 */
public sealed interface Windows extends Serializable {

  /**
   * Windows of a fixed length, one after the other.
   *
   * @throws IllegalArgumentException when {@code size} is under one millisecond
   */
  static Tumbling tumbling(Duration size) {
    return new Tumbling(millis("window size", size), 0);
  }

  /**
   * Windows of length {@code size}, one starting every {@code slide}; an item belongs to each
   * window that covers its timestamp, the start included, the end not.
   *
   * @throws IllegalArgumentException when a length is under one millisecond, or {@code slide} is
   *     greater than {@code size} (items between the windows would be lost)
   */
  static Sliding sliding(Duration size, Duration slide) {
    return new Sliding(millis("window size", size), millis("window slide", slide), 0);
  }

  /**
   * Windows of activity per key: a session ends when {@code gap} has passed without an item of the
   * key. Two items exactly the gap apart are two sessions: the gap has passed.
   *
   * @throws IllegalArgumentException when {@code gap} is under one millisecond
   */
  static Session session(Duration gap) {
    return new Session(millis("session gap", gap));
  }

  /**
   * A window for every {@code count} items of a key, in order of arrival. At the end of the input a
   * window that is not full is emitted as it is.
   *
   * @throws IllegalArgumentException when {@code count} is under 1
   */
  static Count count(long count) {
    return new Count(count);
  }

  /**
   * One window for all of time. It closes at the end of the input; early results show it before.
   */
  static Global global() {
    return new Global();
  }

  /**
   * See {@link Windows#tumbling}.
   *
   * @param sizeMillis the length
   * @param offsetMillis how far after the epoch the windows are aligned
   */
  record Tumbling(long sizeMillis, long offsetMillis) implements Windows {
    /** Refuses lengths under one millisecond. */
    public Tumbling {
      positive("window size", sizeMillis);
    }

    /** The same windows, moved; for example by the difference to UTC for days of a time zone. */
    public Tumbling offset(Duration offset) {
      return new Tumbling(sizeMillis, Math.floorMod(offset.toMillis(), sizeMillis));
    }
  }

  /**
   * See {@link Windows#sliding}.
   *
   * @param sizeMillis the length
   * @param slideMillis from one start to the next
   * @param offsetMillis how far after the epoch the windows are aligned
   */
  record Sliding(long sizeMillis, long slideMillis, long offsetMillis) implements Windows {
    /** Refuses lengths under one millisecond and a slide greater than the size. */
    public Sliding {
      positive("window size", sizeMillis);
      positive("window slide", slideMillis);
      if (slideMillis > sizeMillis) {
        throw new IllegalArgumentException(
            "window slide "
                + Duration.ofMillis(slideMillis)
                + " is greater than window size "
                + Duration.ofMillis(sizeMillis)
                + ": items between two windows would be lost; filter them out explicitly instead");
      }
    }

    /** The same windows, moved. */
    public Sliding offset(Duration offset) {
      return new Sliding(sizeMillis, slideMillis, Math.floorMod(offset.toMillis(), slideMillis));
    }
  }

  /**
   * See {@link Windows#session}.
   *
   * @param gapMillis the silence that ends a session
   */
  record Session(long gapMillis) implements Windows {
    /** Refuses gaps under one millisecond. */
    public Session {
      positive("session gap", gapMillis);
    }
  }

  /**
   * See {@link Windows#count}.
   *
   * @param count how many items fill a window
   */
  record Count(long count) implements Windows {
    /** Refuses counts under one. */
    public Count {
      if (count < 1) {
        throw new IllegalArgumentException("window count must be at least 1, but is " + count);
      }
    }
  }

  /** See {@link Windows#global}. */
  record Global() implements Windows {}

  private static long millis(String what, Duration duration) {
    Objects.requireNonNull(duration, what);
    return positive(what, duration.toMillis());
  }

  private static long positive(String what, long millis) {
    if (millis < 1) {
      throw new IllegalArgumentException(what + " must be at least 1 ms, but is " + millis + " ms");
    }
    return millis;
  }
}
