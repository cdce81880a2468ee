package io.streamflow.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one key, by what they carry. Changed in place.
 *
 * @param <M> what a timer carries
 */
public final class KeyTimers<M> {

  /**
   * When a timer fires.
   *
   * @param time in milliseconds since the epoch
   * @param sequence its place among the timers of the same time
   */
  record Due(long time, long sequence) {}

  private final Map<M, Due> timers = new HashMap<>(2); // most keys have one

  KeyTimers() {}

  /** Sets a timer; when the one with an equal message was due, or null. */
  @Nullable Due set(M message, Due due) {
    return timers.put(message, due);
  }

  /** Takes a timer out; when it was due, or null when there is none. */
  @Nullable Due remove(M message) {
    return timers.remove(message);
  }

  @Nullable Due get(M message) {
    return timers.get(message);
  }

  boolean isEmpty() {
    return timers.isEmpty();
  }

  Map<M, Due> all() {
    return timers;
  }
}
