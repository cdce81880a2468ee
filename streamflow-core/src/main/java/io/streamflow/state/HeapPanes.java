package io.streamflow.state;

import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Panes on the heap, ordered by time. */
final class HeapPanes<K, V> implements PanedState<K, V> {
  private final TreeMap<Long, KeyedState<K, V>> panes = new TreeMap<>();

  @Override
  public KeyedState<K, V> pane(long time) {
    return panes.computeIfAbsent(time, _ -> new HeapState<>());
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
    panes.remove(time);
  }
}
