package io.streamflow.spi;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * The bounds of an {@link OutboxSink}.
 *
 * @param maxRecordBytes how large an encoded item may be; a larger one is an error of the item
 * @param maxPendingEpochs so many epochs wait to be delivered before the next checkpoint does
 * @param maxPendingBytes so much output waits to be delivered before the sink's tasks do
 * @param attempts how often a delivery that fails is tried again, in a row, before the job fails
 * @param backoff the wait before the first of them; it doubles up to a minute
 * @param refresh after so long without a delivery the last mark is written again, for targets that
 *     forget
 */
public record OutboxOptions(
    int maxRecordBytes,
    int maxPendingEpochs,
    long maxPendingBytes,
    int attempts,
    Duration backoff,
    Duration refresh)
    implements Serializable {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final OutboxOptions DEFAULTS =
      new OutboxOptions(1 << 20, 3, 256L << 20, 10, Duration.ofMillis(100), Duration.ofDays(1));

  /** Refuses numbers with which nothing could be delivered. */
  public OutboxOptions {
    Objects.requireNonNull(backoff, "backoff");
    Objects.requireNonNull(refresh, "refresh");
    atLeast(1, "maxRecordBytes", maxRecordBytes);
    atLeast(1, "maxPendingEpochs", maxPendingEpochs);
    atLeast(1, "maxPendingBytes", maxPendingBytes);
    atLeast(0, "attempts", attempts);
    atLeast(0, "backoff in ms", backoff.toMillis());
    atLeast(1, "refresh in ms", refresh.toMillis());
  }

  private static void atLeast(long least, String name, long value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
    }
  }

  /** Records of 1 MiB, 3 epochs, 256 MiB, 10 attempts over about 100 seconds, a refresh a day. */
  public static OutboxOptions defaults() {
    return DEFAULTS;
  }

  /** A copy with another {@link #maxRecordBytes()}. */
  public OutboxOptions maxRecordBytes(int bytes) {
    return new OutboxOptions(bytes, maxPendingEpochs, maxPendingBytes, attempts, backoff, refresh);
  }

  /** A copy with another {@link #maxPendingEpochs()} and {@link #maxPendingBytes()}. */
  public OutboxOptions maxPending(int epochs, long bytes) {
    return new OutboxOptions(maxRecordBytes, epochs, bytes, attempts, backoff, refresh);
  }

  /** A copy with other {@link #attempts()}. */
  public OutboxOptions attempts(int times, Duration firstBackoff) {
    return new OutboxOptions(
        maxRecordBytes, maxPendingEpochs, maxPendingBytes, times, firstBackoff, refresh);
  }

  /** A copy with another {@link #refresh()}. */
  public OutboxOptions refresh(Duration after) {
    return new OutboxOptions(
        maxRecordBytes, maxPendingEpochs, maxPendingBytes, attempts, backoff, after);
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
