package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/**
 * Timers of one kind (event time or processing time) per key, for one step on one subtask. Two
 * timers of a key are the same timer when what they carry is equal.
 *
 * @param <K> the key
 * @param <M> what a timer carries
 */
public interface Timers<K, M> {

  /**
   * A timer that is due.
   *
   * @param time when it was to fire, in milliseconds since the epoch
   * @param key whose it is
   * @param message what it carries
   * @param <K> the key
   * @param <M> what it carries
   */
  record Timer<K, M>(long time, K key, M message) {}

  /** Sets a timer, or moves the one with an equal message. */
  void set(K key, M message, long time);

  /** Takes a timer back; does nothing when there is none. */
  void cancel(K key, M message);

  /** Takes back all timers of a key. */
  void cancelAll(K key);

  /** When the next timer is due, or {@link Long#MAX_VALUE} when there is none. */
  long next();

  /** Takes out the first timer that is due at {@code now}, in order of time, or null. */
  @Nullable Timer<K, M> poll(long now);
}
