package io.streamflow.operator;

import io.streamflow.window.TimeWindow;

/** What a key has in its count or global window. Changed in place. */
final class CountPane {
  Object accumulator;
  long count;
  private long earliest;
  private long latest;

  CountPane(Object accumulator) {
    this(accumulator, 0, Long.MAX_VALUE, Timestamps.NONE);
  }

  CountPane(Object accumulator, long count, long earliest, long latest) {
    this.accumulator = accumulator;
    this.count = count;
    this.earliest = earliest;
    this.latest = latest;
  }

  void sawItemAt(long timestamp) {
    count++;
    if (timestamp != Timestamps.NONE) {
      earliest = Math.min(earliest, timestamp);
      latest = Math.max(latest, timestamp);
    }
  }

  /** The timestamp of its earliest item, or {@link Long#MAX_VALUE}. */
  long earliest() {
    return earliest;
  }

  /** The timestamp of its latest item, or {@link Timestamps#NONE}. */
  long latest() {
    return latest;
  }

  /** From its earliest item to its latest; all of time when items have no timestamps. */
  TimeWindow span() {
    return latest == Timestamps.NONE ? TimeWindow.ALL : new TimeWindow(earliest, latest + 1);
  }
}
