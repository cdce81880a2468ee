package io.streamflow.time;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a stream's event time advances: how far out of order items may come, and when a silent
 * partition stops holding the others back.
 *
 * <p>Each source partition has a watermark of its own: the greatest timestamp it has shown, less
 * the disorder. It is a pure function of the partition's items, so a replay gives the same
 * watermarks. A step's watermark is the least of those of its active partitions.
 *
 * <p>Idleness is the one thing the wall clock decides: a partition that has delivered nothing for
 * the idle timeout no longer counts, until it delivers again; unless its source knows that there is
 * more to come, as of a broker that has not answered yet. It is on by default (60 s), since a
 * silent partition would otherwise hold every window open for ever.
 */
public final class EventTime implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration DEFAULT_IDLE_AFTER = Duration.ofSeconds(60);

  private final long disorderMillis;
  private final long idleAfterMillis;

  private EventTime(long disorderMillis, long idleAfterMillis) {
    this.disorderMillis = disorderMillis;
    this.idleAfterMillis = idleAfterMillis;
  }

  /**
   * Items may come up to {@code disorder} after an item with a greater timestamp; those that come
   * later still are late.
   *
   * @throws IllegalArgumentException when {@code disorder} is negative
   */
  public static EventTime outOfOrderBy(Duration disorder) {
    Objects.requireNonNull(disorder, "disorder");
    if (disorder.isNegative()) {
      throw new IllegalArgumentException("disorder must not be negative, but is " + disorder);
    }
    return new EventTime(disorder.toMillis(), DEFAULT_IDLE_AFTER.toMillis());
  }

  /** Within a partition timestamps never go down. */
  public static EventTime ascending() {
    return outOfOrderBy(Duration.ZERO);
  }

  /**
   * The same, with another idle timeout (wall-clock time without an item).
   *
   * @throws IllegalArgumentException when {@code timeout} is under one millisecond
   */
  public EventTime idleAfter(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "idle timeout must be at least 1 ms, but is " + timeout + "; see neverIdle()");
    }
    return new EventTime(disorderMillis, timeout.toMillis());
  }

  /** The same, but a silent partition holds the others back for ever. */
  public EventTime neverIdle() {
    return new EventTime(disorderMillis, Long.MAX_VALUE);
  }

  /** How far out of order items may come. */
  public Duration disorder() {
    return Duration.ofMillis(disorderMillis);
  }

  /** How long a partition may be silent before it counts as idle; empty when it never does. */
  public Optional<Duration> idleTimeout() {
    return idleAfterMillis == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(idleAfterMillis));
  }

  @Override
  public String toString() {
    return "out of order by " + disorder() + idleTimeout().map(t -> ", idle after " + t).orElse("");
  }
}
