package io.streamflow.window;

import java.io.Serializable;
import java.time.Instant;

/**
 * A span of event time that includes its start and excludes its end, in milliseconds since the
 * epoch.
 *
 * @param startMillis the first millisecond inside
 * @param endMillis the first millisecond after it
 */
public record TimeWindow(long startMillis, long endMillis)
    implements Comparable<TimeWindow>, Serializable {

  /** All of time: the window of items that have no timestamp, and the global window. */
  public static final TimeWindow ALL = new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Refuses an empty or reversed span. */
  public TimeWindow {
    if (startMillis >= endMillis) {
      throw new IllegalArgumentException(
          "a window must start before it ends, but " + startMillis + " >= " + endMillis);
    }
  }

  /** The start as an instant; {@link Instant#MIN} for {@link #ALL}. */
  public Instant start() {
    return startMillis == Long.MIN_VALUE ? Instant.MIN : Instant.ofEpochMilli(startMillis);
  }

  /** The end as an instant; {@link Instant#MAX} for {@link #ALL}. */
  public Instant end() {
    return endMillis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(endMillis);
  }

  @Override
  public int compareTo(TimeWindow other) {
    int byEnd = Long.compare(endMillis, other.endMillis);
    return byEnd != 0 ? byEnd : Long.compare(startMillis, other.startMillis);
  }

  @Override
  public String toString() {
    return equals(ALL) ? "[all of time)" : "[" + start() + ", " + end() + ")";
  }
}
