package io.streamflow.state;

import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Panes on the heap, ordered by time. */
final class HeapPanes<K, V> implements PanedState<K, V> {
  private final TreeMap<Long, KeyedState<K, V>> panes = new TreeMap<>();

  /** How many keys the pane dropped last had; the next one will often have as many. */
  private int expected;

  @Override
  public KeyedState<K, V> pane(long time) {
    return panes.computeIfAbsent(time, _ -> new HeapState<>(expected));
  }

  @Override
  public @Nullable KeyedState<K, V> existing(long time) {
    return panes.get(time);
  }

  @Override
  public NavigableSet<Long> times() {
    return panes.navigableKeySet();
  }

  @Override
  public void drop(long time) {
    KeyedState<K, V> dropped = panes.remove(time);
    if (dropped != null) {
      expected = dropped.size();
    }
  }
}
