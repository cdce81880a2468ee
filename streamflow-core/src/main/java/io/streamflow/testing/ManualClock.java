package io.streamflow.testing;

import io.streamflow.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when it is told to. Usable from any thread. */
public final class ManualClock implements Clock {
  private final AtomicLong millis;

  private ManualClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  /** A clock that stands at {@code now}. */
  public static ManualClock at(Instant now) {
    return new ManualClock(now.toEpochMilli());
  }

  @Override
  public long millis() {
    return millis.get();
  }

  /** Moves the clock by {@code step}, which may be negative, as when a wall clock is set back. */
  public void advance(Duration step) {
    millis.addAndGet(step.toMillis());
  }

  /** Sets the clock. */
  public void set(Instant now) {
    millis.set(now.toEpochMilli());
  }
}
