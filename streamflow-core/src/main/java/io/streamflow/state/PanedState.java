package io.streamflow.state;

import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * Values per pane and key, for one step on one subtask. A pane is named by a point in event time,
 * such as the end of its slice; an item touches one pane, and closing a pane drops it whole.
 *
 * @param <K> the key
 * @param <V> the values
 */
public interface PanedState<K, V> {

  /** The pane at a time, made if there is none. */
  KeyedState<K, V> pane(long time);

  /** The pane at a time, or null when there is none. */
  @Nullable KeyedState<K, V> existing(long time);

  /** The times of all panes, in order; a live view. */
  NavigableSet<Long> times();

  /** Drops a pane with all its keys. */
  void drop(long time);
}
