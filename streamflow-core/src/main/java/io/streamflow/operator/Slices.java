package io.streamflow.operator;

import io.streamflow.state.KeyedState;
import io.streamflow.state.PanedState;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The slices of one subtask of an aligned window step, and when something is due for them. */
final class Slices {
  final PanedState<Object, Object> panes;
  final LateItems lateItems;
  long watermark = Timestamps.NONE;

  /** The end of the slice that was used last. */
  long end;

  /** How many keys the window had that was emitted last, if it was merged from slices. */
  int keysInLastWindow;

  /** No watermark before this one ends a window, drops a slice or shows early results. */
  long nextDue = Long.MAX_VALUE;

  private final WindowGrid grid;
  private final long lateness;
  private final long early;
  private final PanedState<Object, Object> changed;
  private @Nullable KeyedState<Object, Object> pane;

  /** The one used before: items that are out of order go to and fro between two. */
  private @Nullable KeyedState<Object, Object> otherPane;

  private long otherEnd;

  Slices(
      WindowGrid grid,
      long lateness,
      long early,
      PanedState<Object, Object> panes,
      PanedState<Object, Object> changed,
      LateItems lateItems) {
    this.grid = grid;
    this.lateness = lateness;
    this.early = early;
    this.panes = panes;
    this.changed = changed;
    this.lateItems = lateItems;
  }

  /** Whether every window that covers the timestamp is closed for good. */
  boolean isLate(long timestamp) {
    return timestamp < watermark // else its windows end later still; spares the arithmetic
        && grid.lastEnd(grid.sliceEnd(timestamp)) + lateness <= watermark;
  }

  /** The slice of a timestamp, which becomes the one used last. */
  KeyedState<Object, Object> pane(long timestamp) {
    KeyedState<Object, Object> last = pane;
    if (last != null && timestamp < end && timestamp >= end - grid.slice()) {
      return last;
    }
    KeyedState<Object, Object> other = otherPane;
    long lastEnd = end;
    if (other != null && timestamp < otherEnd && timestamp >= otherEnd - grid.slice()) {
      end = otherEnd;
    } else {
      end = grid.sliceEnd(timestamp);
      other = panes.existing(end);
      if (other == null) {
        other = panes.pane(end);
        nextDue = Math.min(nextDue, due(end, watermark));
      }
    }
    otherPane = last;
    otherEnd = lastEnd;
    pane = other;
    return other;
  }

  /** The slices that a window covers. */
  NavigableSet<Long> covered(long window) {
    return panes.times().subSet(window - grid.size(), false, window, true);
  }

  void dropExpired(long now) {
    NavigableSet<Long> times = panes.times();
    while (!times.isEmpty()) {
      long first = times.first();
      if (now != Long.MAX_VALUE && grid.lastEnd(first) + lateness > now) {
        return;
      }
      panes.drop(first);
      changed.drop(first);
      if (first == end) {
        pane = null;
      }
      if (first == otherEnd) {
        otherPane = null;
      }
    }
  }

  /** When the first thing after {@code now} is due for a slice: a window's end, or its own. */
  private long due(long slice, long now) {
    long first = grid.firstEnd(slice);
    long window = now == Timestamps.NONE || now < first ? first : grid.endAfter(now);
    long due = window <= grid.lastEnd(slice) ? window : grid.lastEnd(slice) + lateness;
    return early > 0 ? Math.min(due, earlyAfter(now)) : due;
  }

  void findNextDue(long now) {
    nextDue = Long.MAX_VALUE;
    NavigableSet<Long> times = panes.times();
    if (times.isEmpty()) {
      return;
    }
    nextDue = due(times.first(), now);
    // Slices whose windows have all ended only wait for their expiry, in order; the first open one
    // tells the next window.
    for (Long slice = times.higher(now - grid.size()); slice != null; slice = times.higher(slice)) {
      nextDue = Math.min(nextDue, due(slice, now));
      if (grid.lastEnd(slice) > now) {
        return;
      }
    }
  }

  /** When early results are due after a time; the first watermark only tells when that is. */
  private long earlyAfter(long time) {
    return time == Timestamps.NONE ? time : EarlyKeys.dueAfter(time, early);
  }

  void markChanged(long slice, Object key) {
    KeyedState<Object, Object> keys = changed.pane(slice);
    keys.set(keys.slot(key), true);
    nextDue = Math.min(nextDue, earlyAfter(watermark));
  }

  /** The keys that have changed since the last call, by the windows open at a time. */
  SortedMap<Long, Set<Object>> takeChanged(long now) {
    SortedMap<Long, Set<Object>> byWindow = new TreeMap<>();
    NavigableSet<Long> times = changed.times();
    while (!times.isEmpty()) {
      long slice = times.first();
      long first = Math.max(grid.firstEnd(slice), grid.endAfter(now));
      for (long window = first; window <= grid.lastEnd(slice); window += grid.slide()) {
        Set<Object> keys = byWindow.computeIfAbsent(window, _ -> new LinkedHashSet<>());
        var entries = Objects.requireNonNull(changed.existing(slice)).entries();
        while (entries.next()) {
          keys.add(entries.key());
        }
      }
      changed.drop(slice);
    }
    return byWindow;
  }
}
