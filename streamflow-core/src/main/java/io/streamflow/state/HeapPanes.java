package io.streamflow.state;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Panes on the heap, ordered by time. */
final class HeapPanes<K, V> implements PanedState<K, V> {
  private final TreeMap<Long, HeapState<K, V>> panes = new TreeMap<>();

  /** How many keys the pane dropped last had; the next one will often have as many. */
  private int expected;

  @Override
  public KeyedState<K, V> pane(long time) {
    return panes.computeIfAbsent(time, _ -> HeapState.ofPane(expected));
  }

  @Override
  public @Nullable KeyedState<K, V> existing(long time) {
    return panes.get(time);
  }

  /** How many keys all panes have together. */
  int size() {
    int sum = 0;
    for (HeapState<K, V> pane : panes.values()) {
      sum += pane.size();
    }
    return sum;
  }

  @Override
  public long first() {
    Map.Entry<Long, HeapState<K, V>> first = panes.firstEntry();
    return first == null ? NEVER : first.getKey();
  }

  @Override
  public long firstAfter(long time) {
    Long next = panes.higherKey(time);
    return next == null ? NEVER : next;
  }

  @Override
  public void drop(long time) {
    HeapState<K, V> dropped = panes.remove(time);
    if (dropped != null) {
      expected = dropped.size();
    }
  }
}
