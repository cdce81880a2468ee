package io.streamflow.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Timers of one kind (event time or processing time) per key, for one step on one subtask. Two
 * timers of a key are the same timer when what they carry is equal. They fire in order of time;
 * equal times in order of setting, also across a restart.
 *
 * <p>Made of three states: the timers by key; by time, how many timers a key has then; and by key
 * group, the sequence of the timer set last, from which a new owner of the group counts on.
 *
 * @param <K> the key
 * @param <M> what a timer carries
 */
public final class Timers<K, M> {
  /** The last pane there can be; timers that are due later wait in it too. */
  private static final long LAST_PANE = PanedState.NEVER - 1;

  /**
   * A timer that is due.
   *
   * @param time when it was to fire, in milliseconds since the epoch
   * @param key whose it is
   * @param message what it carries
   * @param <K> the key
   * @param <M> what it carries
   */
  public record Timer<K, M>(long time, K key, M message) {}

  private final StateBackend backend;
  private final String step;
  private final String byKeyName;
  private final KeyedState<K, KeyTimers<M>> byKey;
  private final PanedState<K, Long> deadlines;
  private final KeyedState<Integer, Long> sequences;
  private final Map<Long, DueTimers<K, M>> firing = new HashMap<>();
  private long lastSequence;

  /** The timers of a kind, such as "event-time", which is part of the names of their states. */
  public Timers(StateBackend backend, String step, String kind) {
    this.backend = backend;
    this.step = step;
    this.byKeyName = byKeyState(kind);
    this.byKey = backend.keyed(step, byKeyName);
    this.deadlines = backend.paned(step, deadlinesState(kind));
    this.sequences = backend.keyed(step, sequencesState(kind));
    var stored = sequences.entries();
    while (stored.next()) {
      lastSequence = Math.max(lastSequence, stored.value());
    }
  }

  /** The name of the state with the timers by key. */
  public static String byKeyState(String kind) {
    return kind + " timers";
  }

  /** The name of the state with the keys by time. */
  public static String deadlinesState(String kind) {
    return kind + " deadlines";
  }

  /** The name of the state with the last sequence by key group. */
  public static String sequencesState(String kind) {
    return kind + " sequences";
  }

  /** Sets a timer, or moves the one with an equal message. */
  public void set(K key, M message, long time) {
    KeyTimers.Due due = new KeyTimers.Due(time, ++lastSequence);
    sequences.set(sequences.slot(backend.group(step, byKeyName, key)), lastSequence);
    int at = byKey.slot(key);
    KeyTimers<M> timers = byKey.value(at);
    if (timers == null) {
      timers = new KeyTimers<>();
    }
    KeyTimers.Due before = timers.set(message, due);
    byKey.set(at, timers);
    if (before != null) {
      leave(before, key);
    }
    long pane = pane(due);
    KeyedState<K, Long> keys = deadlines.existing(pane);
    Long others = keys == null ? null : keys.get(key);
    deadlines.put(pane, key, others == null ? 1 : others + 1);
    DueTimers<K, M> open = firing.get(pane);
    if (open != null) {
      open.add(key, message, due);
    }
  }

  /** Takes a timer back; does nothing when there is none. */
  public void cancel(K key, M message) {
    KeyTimers.Due due = forget(key, message);
    if (due != null) {
      leave(due, key);
    }
  }

  /** Takes back all timers of a key. */
  public void cancelAll(K key) {
    KeyTimers<M> timers = byKey.get(key);
    if (timers != null) {
      byKey.remove(key);
      timers.all().values().forEach(due -> leave(due, key));
    }
  }

  /** When the next timer is due, or {@link Long#MAX_VALUE} when there is none. */
  public long next() {
    return deadlines.first();
  }

  /**
   * Takes out the first timer that is due at {@code now}, or null. The timers of one time are
   * collected when the first of them is asked for: to be called until it returns null before the
   * state is stored.
   */
  public @Nullable Timer<K, M> poll(long now) {
    for (long pane = deadlines.first();
        pane <= now && pane != PanedState.NEVER;
        pane = deadlines.first()) {
      DueTimers<K, M> due = firing.get(pane);
      if (due == null) {
        due = new DueTimers<>(pane, deadlines.existing(pane), byKey);
        firing.put(pane, due);
      }
      Timer<K, M> timer = due.poll(byKey);
      if (due.isEmpty()) {
        finished(pane);
      }
      if (timer != null) {
        forget(timer.key(), timer.message());
        return timer;
      }
    }
    return null;
  }

  private KeyTimers.@Nullable Due forget(K key, M message) {
    int at = byKey.slot(key);
    KeyTimers<M> timers = byKey.value(at);
    KeyTimers.Due due = timers == null ? null : timers.remove(message);
    if (timers != null && due != null) {
      if (timers.isEmpty()) {
        byKey.remove(key);
      } else {
        byKey.set(at, timers);
      }
    }
    return due;
  }

  /** A timer was taken back, or moved to another time. */
  private void leave(KeyTimers.Due due, K key) {
    long pane = pane(due);
    DueTimers<K, M> open = firing.get(pane);
    if (open != null) { // the pane is dropped whole in a moment; looking into it costs more
      open.leave();
      if (open.isEmpty()) {
        finished(pane);
      }
      return;
    }
    KeyedState<K, Long> keys = deadlines.existing(pane);
    Long count = keys == null ? null : keys.get(key);
    if (keys == null || count == null) {
      return;
    }
    if (count > 1) {
      keys.set(keys.slot(key), count - 1);
      return;
    }
    keys.remove(key);
    if (keys.isEmpty()) {
      deadlines.drop(pane);
    }
  }

  private void finished(long pane) {
    firing.remove(pane);
    deadlines.drop(pane);
  }

  static long pane(KeyTimers.Due due) {
    return Math.min(due.time(), LAST_PANE);
  }
}
