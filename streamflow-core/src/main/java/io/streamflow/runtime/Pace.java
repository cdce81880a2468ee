package io.streamflow.runtime;

import java.util.concurrent.TimeUnit;

/**
 * How many items a task takes between two looks at the clock, so that timers, a request to stop and
 * those who wait for its output need not wait for a whole batch of slow items. Starts at one and
 * doubles while items are fast, halves while they are slow. Pure; used by one thread.
 */
final class Pace {
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final int most;
  private int items = 1;

  /** For at most this many items at once. */
  Pace(int most) {
    this.most = most;
  }

  /** How many items to take at once. */
  int items() {
    return items;
  }

  /** Learns how long {@code taken} items took. */
  void took(int taken, long nanos) {
    if (nanos > LONG_NANOS) {
      items = Math.max(1, Math.min(items, taken) / 2);
    } else if (nanos < SHORT_NANOS && taken >= items) {
      items = Math.min(most, 2 * items);
    }
  }
}
