package io.streamflow.state;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Panes on the heap, ordered by time. */
final class HeapPanes<K, V> implements PanedState<K, V> {
  private final TreeMap<Long, HeapState<K, V>> panes = new TreeMap<>();
  private final @Nullable NumberForm<V> form;

  /** How many keys the pane dropped last had; the next one will often have as many. */
  private int expected;

  /** What it was in. */
  private Table.@Nullable Spare spare;

  /** The pane asked for last, and the one before it: mostly the next item is of one of these. */
  private @Nullable HeapState<K, V> last;

  private long lastTime;
  private @Nullable HeapState<K, V> other;
  private long otherTime;

  HeapPanes(@Nullable NumberForm<V> form) {
    this.form = form;
  }

  @Override
  public KeyedState<K, V> pane(long time) {
    HeapState<K, V> pane = last;
    if (pane != null && time == lastTime) {
      return pane;
    }
    HeapState<K, V> before = other;
    HeapState<K, V> found =
        before != null && time == otherTime ? before : panes.computeIfAbsent(time, _ -> made());
    other = pane;
    otherTime = lastTime;
    last = found;
    lastTime = time;
    return found;
  }

  private HeapState<K, V> made() {
    HeapState<K, V> made = HeapState.ofPane(expected, form, spare);
    spare = null;
    return made;
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
    return panes.isEmpty() ? NEVER : panes.firstKey();
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
      last = null;
      other = null;
      expected = dropped.size();
      spare = dropped.release();
    }
  }
}
