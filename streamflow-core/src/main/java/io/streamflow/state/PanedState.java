package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/**
 * Values per pane and key, for one step on one subtask. A pane is named by a point in event time,
 * such as the end of its slice; an item touches one pane, and closing a pane drops it whole.
 *
 * @param <K> the key
 * @param <V> the values
 */
public interface PanedState<K, V> {

  /** Later than every pane: there is none. */
  long NEVER = Long.MAX_VALUE;

  /** The pane at a time, made if there is none; good until it is dropped. */
  KeyedState<K, V> pane(long time);

  /** The pane at a time, or null when there is none; good until the task's next batch. */
  @Nullable KeyedState<K, V> existing(long time);

  /** Sets the value of a key in a pane, which is made if there is none. */
  default void put(long time, K key, V value) {
    KeyedState<K, V> pane = pane(time);
    pane.set(pane.slot(key), value);
  }

  /** The time of the first pane, or {@link #NEVER}. */
  long first();

  /** The time of the first pane after a time, or {@link #NEVER}. */
  long firstAfter(long time);

  /** Drops a pane and gives the keys that it had; none where there is no such pane. */
  default KeyList<K> take(long time) {
    KeyList<K> keys = new KeyList<>();
    KeyedState<K, V> pane = existing(time);
    if (pane != null) {
      var entries = pane.entries();
      while (entries.next()) {
        keys.add(entries.key());
      }
      drop(time);
    }
    return keys;
  }

  /** Drops a pane with all its keys; does nothing when there is none. */
  void drop(long time);
}
