package io.streamflow.job;

import java.time.Duration;
import java.util.Objects;

/**
 * How a job that fails is started again from its last checkpoint.
 *
 * @param attempts how often at most, in a row
 * @param backoff the wait before the first; it doubles from one to the next
 */
public record Restart(int attempts, Duration backoff) {
  /** The first failure is the end. */
  public static final Restart NEVER = new Restart(0, Duration.ZERO);

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Refuses null; the numbers are checked when the job starts. */
  public Restart {
    Objects.requireNonNull(backoff, "backoff");
  }

  /** The wait before attempt number {@code attempt}, counted from 1. */
  public Duration wait(int attempt) {
    Duration wait = backoff;
    for (int i = 1; i < attempt && wait.compareTo(LONGEST) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
