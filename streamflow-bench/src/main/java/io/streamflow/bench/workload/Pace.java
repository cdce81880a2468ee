package io.streamflow.bench.workload;

import java.util.concurrent.locks.LockSupport;

/**
 * Which events of a source are due: all of them, or by the clock from the source's first on, no
 * matter how fast they are taken (an open loop). Wakes every 50 us. Used by one thread.
 */
public final class Pace {
  private static final long TICK_NANOS = 50_000;

  private final Run run;
  private final long items;
  private final double perNano;
  private long startedAt;

  /** Of one of a run's sources. */
  public Pace(Run run) {
    this.run = run;
    this.items = run.order().items();
    this.perNano = run.order().perSecond() / 1e9;
  }

  /** The first index that is not due yet; the number of events when all are. */
  public long due() {
    if (startedAt == 0) {
      startedAt = run.sourceBegins();
    }
    if (perNano == 0) {
      return items;
    }
    return Math.min(items, (long) ((System.nanoTime() - startedAt) * perNano) + 1);
  }

  /** The same, once that is more than {@code index}. */
  public long await(long index) {
    long due = due();
    while (due <= index && index < items) {
      LockSupport.parkNanos(TICK_NANOS);
      due = due();
    }
    return due;
  }

  /** The same, but waits no longer than one tick. */
  public long awaitTick(long index) {
    long due = due();
    if (due <= index && index < items) {
      LockSupport.parkNanos(TICK_NANOS);
      due = due();
    }
    return due;
  }
}
