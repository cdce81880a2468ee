package io.streamflow.state;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Panes, each a cache over the last checkpoint. Those that were made or used are known; those that
 * only the checkpoint has are discovered in order of time, as far as somebody asks. Used by one
 * task.
 */
final class CachedPanes<K, V> implements PanedState<K, V>, Swept {
  private final TaskCache cache;
  private final StateBytes<K, V> bytes;
  private final @Nullable NumberForm<V> form;
  private final int id;
  private final TreeMap<Long, CachedState<K, V>> panes = new TreeMap<>();

  /** Panes that somebody may hold on to. */
  private final Set<Long> held = new HashSet<>();

  /** All panes of the checkpoint before this time are known. */
  private long frontier = Long.MIN_VALUE;

  /** No pane of the checkpoint after this time is unknown. */
  private long greatest;

  /** The panes dropped in this epoch and in the frozen one, which the checkpoint still shows. */
  private Set<Long> dropped = new HashSet<>();

  private Set<Long> droppedFrozen = new HashSet<>();
  private long sweepHand = Long.MIN_VALUE;

  /** How many keys the pane dropped last had; the next one will often have as many. */
  private int expected;

  /** What it was in. */
  private Table.@Nullable Spare spare;

  CachedPanes(TaskCache cache, StateBytes<K, V> bytes, @Nullable NumberForm<V> form) {
    this.form = form;
    this.cache = cache;
    this.bytes = bytes;
    this.id = bytes.stored.id();
    byte[] last = cache.base.last(KeySpace.ofState(id).prefix(), KeySpace.end(id));
    if (last == null) {
      greatest = Long.MIN_VALUE;
      frontier = NEVER;
    } else {
      greatest = KeySpace.time(last);
    }
  }

  @Override
  public KeyedState<K, V> pane(long time) {
    held.add(time);
    return made(time);
  }

  private CachedState<K, V> made(long time) {
    CachedState<K, V> pane = known(time);
    if (pane == null) {
      pane =
          new CachedState<>(cache, bytes, KeySpace.ofPane(id, time), false, expected, form, spare);
      spare = null;
      panes.put(time, pane);
    }
    return pane;
  }

  @Override
  public void put(long time, K key, V value) {
    CachedState<K, V> pane = made(time);
    pane.set(pane.slot(key), value);
  }

  @Override
  public @Nullable KeyedState<K, V> existing(long time) {
    return known(time);
  }

  private @Nullable CachedState<K, V> known(long time) {
    CachedState<K, V> pane = panes.get(time);
    if (pane != null || time < frontier || time > greatest || isDropped(time)) {
      return pane;
    }
    KeySpace space = KeySpace.ofPane(id, time);
    byte[] first = cache.base.first(space.group(cache.firstGroup), space.group(cache.endGroup));
    return first == null ? null : discovered(time);
  }

  private boolean isDropped(long time) {
    return dropped.contains(time) || droppedFrozen.contains(time);
  }

  private CachedState<K, V> discovered(long time) {
    CachedState<K, V> pane =
        new CachedState<>(cache, bytes, KeySpace.ofPane(id, time), true, 0, form, null);
    panes.put(time, pane);
    return pane;
  }

  @Override
  public long first() {
    Map.Entry<Long, CachedState<K, V>> first = panes.firstEntry();
    long known = first == null ? NEVER : first.getKey();
    return Math.min(known, discover(Long.MIN_VALUE, known));
  }

  @Override
  public long firstAfter(long time) {
    Long next = panes.higherKey(time);
    long known = next == null ? NEVER : next;
    return time == NEVER ? NEVER : Math.min(known, discover(time + 1, known));
  }

  /** The first pane from {@code from} on that was not known, if there is one before {@code to}. */
  private long discover(long from, long to) {
    while (frontier < to && frontier <= greatest) {
      byte[] key =
          cache.base.first(
              KeySpace.ofPane(id, frontier).group(cache.firstGroup), KeySpace.panesFrom(id, to));
      if (key == null) {
        frontier = to;
        return NEVER;
      }
      long time = KeySpace.time(key);
      if (KeySpace.paneGroup(key) < cache.firstGroup) {
        frontier = time; // the task's own groups of that pane come after
        continue;
      }
      frontier = time + 1;
      if (KeySpace.paneGroup(key) < cache.endGroup
          && !panes.containsKey(time)
          && !isDropped(time)) {
        discovered(time);
        if (time >= from) {
          return time;
        }
      }
    }
    return NEVER;
  }

  @Override
  public void drop(long time) {
    CachedState<K, V> pane = known(time);
    if (pane != null) {
      panes.remove(time);
      held.remove(time);
      expected = pane.size;
      if (pane.deleteAll()) {
        dropped.add(time);
      }
      spare = pane.release();
    }
  }

  void freeze() {
    droppedFrozen = dropped;
    dropped = new HashSet<>();
  }

  void committed() {
    droppedFrozen = new HashSet<>();
  }

  @Override
  public int sweep(int places) {
    int left = places;
    while (left > 0) {
      Map.Entry<Long, CachedState<K, V>> entry = panes.ceilingEntry(sweepHand);
      if (entry == null) {
        sweepHand = Long.MIN_VALUE;
        return left;
      }
      left = entry.getValue().sweep(left) - 1;
      long time = entry.getKey();
      if (left >= 0) {
        sweepHand = time + 1;
        if (entry.getValue().isEvicted() && !held.contains(time)) {
          forget(time);
        }
      }
    }
    return 0;
  }

  /** Leaves a pane to the checkpoint, which has all of it. */
  private void forget(long time) {
    panes.remove(time);
    frontier = Math.min(frontier, time);
    greatest = Math.max(greatest, time);
  }
}
