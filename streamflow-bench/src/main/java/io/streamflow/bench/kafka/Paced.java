package io.streamflow.bench.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to a topic at an even rate. Each record's timestamp is when it was to be written: where
 * the writer itself falls behind, that counts as latency.
 */
final class Paced extends Thread {
  private static final long TICK_NANOS = 1_000_000;

  private final InputTopic input;
  private final int perSecond;
  private final Duration duration;
  private final long firstMillis;
  private volatile Expected expected = new Expected();

  /**
   * Not started.
   *
   * @param firstMillis the first record's time, which should be soon
   */
  Paced(InputTopic input, int perSecond, Duration duration, long firstMillis) {
    super("paced");
    setDaemon(true);
    this.input = input;
    this.perSecond = perSecond;
    this.duration = duration;
    this.firstMillis = firstMillis;
  }

  @Override
  public void run() {
    long begin =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(firstMillis - System.currentTimeMillis());
    long all = perSecond * duration.toSeconds();
    long written = 0;
    while (written < all) {
      long now = System.nanoTime();
      long due = Math.min(all, (now - begin) * perSecond / TimeUnit.SECONDS.toNanos(1));
      for (; written < due; written++) {
        input.write(firstMillis + written * 1000 / perSecond);
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
    expected = input.end(lastMillis());
  }

  /** The last record's time, or just after it. */
  long lastMillis() {
    return firstMillis + duration.toMillis();
  }

  /** What must come of it, once this has ended. */
  Expected expected() {
    return expected;
  }
}
