package io.streamflow.metrics;

import java.time.Duration;
import java.util.Optional;

/**
 * How long one step takes for one item, from samples: its own time, the steps after it left out.
 * Added to by tasks, a few times a second; read by any thread.
 */
public final class SampledTime {
  /** How much a new sample counts beside all before. */
  private static final double WEIGHT = 0.1;

  private long items;
  private long nanos;
  private double recentNanos = -1;

  /** Some items took so long together. */
  public synchronized void add(long moreItems, long moreNanos) {
    items += moreItems;
    nanos += moreNanos;
    double each = (double) moreNanos / moreItems;
    recentNanos = recentNanos < 0 ? each : recentNanos + WEIGHT * (each - recentNanos);
  }

  /** The mean per item over the last samples. */
  public synchronized Optional<Duration> recent() {
    return recentNanos < 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(recentNanos)));
  }

  /** How many items were looked at. */
  public synchronized long items() {
    return items;
  }

  /** How many seconds these took. */
  public synchronized double seconds() {
    return nanos / 1e9;
  }
}
