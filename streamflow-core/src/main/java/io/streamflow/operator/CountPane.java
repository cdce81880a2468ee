package io.streamflow.operator;

import io.streamflow.window.TimeWindow;

/** What a key has in its count or global window. Changed in place. */
final class CountPane {
  Object accumulator;
  long count;
  private long earliest = Long.MAX_VALUE;
  private long latest = Timestamps.NONE;

  CountPane(Object accumulator) {
    this.accumulator = accumulator;
  }

  void sawItemAt(long timestamp) {
    count++;
    if (timestamp != Timestamps.NONE) {
      earliest = Math.min(earliest, timestamp);
      latest = Math.max(latest, timestamp);
    }
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
