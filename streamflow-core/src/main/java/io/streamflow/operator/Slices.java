package io.streamflow.operator;

import io.streamflow.metrics.StepGauges;
import io.streamflow.state.PanedState;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The slices of one subtask of an aligned window step, and when something is due for them. */
final class Slices extends RecentSlices {
  final LateItems lateItems;
  long watermark;

  /** How many keys the window had that was emitted last, if it was merged from slices. */
  int keysInLastWindow;

  /** What the next window shares with the one emitted last; null when that is not known. */
  @Nullable RunningWindow running;

  /** Whether a slice has changed after it was emitted, since a window was emitted last. */
  boolean disturbed;

  /** No watermark before this one ends a window, drops a slice or shows early results. */
  long nextDue;

  private final long lateness;
  private final long early;
  private final PanedState<Object, Object> changed;

  Slices(
      WindowGrid grid,
      long lateness,
      long early,
      PanedState<Object, Object> panes,
      PanedState<Object, Object> changed,
      LateItems lateItems,
      long watermark) {
    super(grid, panes);
    this.lateness = lateness;
    this.early = early;
    this.changed = changed;
    this.lateItems = lateItems;
    this.watermark = watermark;
    findNextDue(watermark);
  }

  /** Whether every window that covers the timestamp is closed for good. */
  boolean isLate(long timestamp) {
    return timestamp < watermark // else its windows end later still; spares the arithmetic
        && grid.lastEnd(grid.sliceEnd(timestamp)) + lateness <= watermark;
  }

  @Override
  void begins(long slice) {
    nextDue = Math.min(nextDue, due(slice, watermark));
  }

  /** The first slice that a window covers, if it is not after the window. */
  long firstOf(long window) {
    return panes.firstAfter(window - grid.size());
  }

  void dropExpired(long now) {
    for (long first = panes.first(); first != PanedState.NEVER; first = panes.first()) {
      if (now != Long.MAX_VALUE && grid.lastEnd(first) + lateness > now) {
        return;
      }
      drop(first);
      changed.drop(first);
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
    long first = panes.first();
    if (first == PanedState.NEVER) {
      return;
    }
    nextDue = due(first, now);
    if (now == Timestamps.NONE) {
      return; // no window has ended, so the first slice tells the first of them
    }
    // Slices whose windows have all ended only wait for their expiry, in order; the first open one
    // tells the next window.
    for (long slice = panes.firstAfter(now - grid.size());
        slice != PanedState.NEVER;
        slice = panes.firstAfter(slice)) {
      nextDue = Math.min(nextDue, due(slice, now));
      if (grid.lastEnd(slice) > now) {
        return;
      }
    }
  }

  /** Lets the oldest window that is open be seen. */
  void publishTo(TaskContext context, String step) {
    StepGauges gauges = context.gauges(step);
    context.publishGauge(() -> publish(gauges));
  }

  private void publish(StepGauges gauges) {
    long first =
        watermark == Timestamps.NONE ? panes.first() : panes.firstAfter(watermark - grid.size());
    for (long slice = first; slice != PanedState.NEVER; slice = panes.firstAfter(slice)) {
      long end = grid.firstEnd(slice);
      if (watermark != Timestamps.NONE && end <= watermark) {
        end = grid.endAfter(watermark);
      }
      if (end <= grid.lastEnd(slice)) {
        gauges.window(end - grid.size(), end);
        return;
      }
    }
    gauges.noWindow();
  }

  /** When early results are due after a time; the first watermark only tells when that is. */
  private long earlyAfter(long time) {
    return time == Timestamps.NONE ? time : EarlyKeys.dueAfter(time, early);
  }

  void markChanged(long slice, Object key) {
    changed.put(slice, key, true);
    nextDue = Math.min(nextDue, earlyAfter(watermark));
  }

  /** The keys that have changed since the last call, by the windows open at a time. */
  SortedMap<Long, Set<Object>> takeChanged(long now) {
    SortedMap<Long, Set<Object>> byWindow = new TreeMap<>();
    for (long slice = changed.first(); slice != PanedState.NEVER; slice = changed.first()) {
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
