package io.streamflow.operator;

import io.streamflow.state.HeapBackend;
import io.streamflow.state.NumberForm;
import io.streamflow.state.PanedState;
import org.jspecify.annotations.Nullable;

/**
 * What a task has aggregated of the open slices of a window step of the next stage, and whether
 * that pays. It outlives no checkpoint: all is handed on before a barrier.
 *
 * <p>An item is kept here only if no receiver can have closed a window of its slice, or can before
 * the slice is handed on. Receivers go no further than this task's own watermark, except where they
 * had come further already when they heard of this task, or heard of it again after it was idle:
 * {@link Output#floor}. Other items go as they are, and it is the receiver that finds them late.
 *
 * <p>Where there are few items per key and slice, items go as they are for a while too: looking up
 * a key twice for one item would only cost.
 */
final class PreAggregation extends RecentSlices {
  /** Beyond this many entries a table no longer fits the caches; and memory has a bound. */
  private static final int MOST_ENTRIES = 1 << 16;

  /** How often, in items, entries are counted; a power of two. */
  private static final int ITEMS_PER_COUNT = 1 << 12;

  /** By how many items it is judged whether aggregating pays. */
  private static final long JUDGED_BY = 4 * ITEMS_PER_COUNT;

  /** How many items per entry pay. */
  private static final int PAYS_FROM = 2;

  /** For how many items it is left, for each that it was judged by. */
  private static final int PAUSE = 8;

  /** Items before this time may have to go as they are. */
  long mayPassBefore = Long.MAX_VALUE;

  /** No watermark before this one ends a slice. */
  long nextDue = PanedState.NEVER;

  /** How many items were aggregated since {@link #handedOn}. */
  long items;

  /** How many entries the slice had that was handed on last. */
  long entriesOfLast;

  private final HeapBackend backend;
  private final Output output;
  private long watermark = Timestamps.NONE;
  private long floor = Long.MAX_VALUE;
  private long leftToPass;
  private long judgedItems;
  private long judgedEntries;
  private long entries;

  private PreAggregation(
      WindowGrid grid, HeapBackend backend, PanedState<Object, Object> panes, Output output) {
    super(grid, panes);
    this.backend = backend;
    this.output = output;
  }

  /** Nothing yet, for the slices that go to {@code output}. */
  static PreAggregation of(WindowGrid grid, @Nullable NumberForm<Object> form, Output output) {
    HeapBackend backend = new HeapBackend();
    PanedState<Object, Object> panes =
        backend.paned("pre-aggregation", StepStates.SLICES, form); // a state nobody else sees
    return new PreAggregation(grid, backend, panes, output);
  }

  @Override
  void begins(long slice) {
    nextDue = Math.min(nextDue, slice);
  }

  /** Whether an item has to go as it is; to be asked if it is before {@link #mayPassBefore}. */
  boolean passes(long timestamp) {
    if (leftToPass > 0) {
      leftToPass--;
      return true;
    }
    if (floor == Long.MAX_VALUE) {
      floor = output.floor();
      if (floor == Long.MAX_VALUE) {
        return true;
      }
    }
    mayPassBefore = Math.max(watermark, floor);
    return timestamp < mayPassBefore && grid.sliceEnd(timestamp) <= mayPassBefore;
  }

  /** The watermark has moved. */
  void advance(long now) {
    watermark = Math.max(watermark, now);
    if (mayPassBefore != Long.MAX_VALUE) {
      mayPassBefore = Math.max(watermark, floor);
    }
  }

  /** Whether there may be too many entries; to be asked after each item. */
  boolean mayBeFull() {
    return (items & (ITEMS_PER_COUNT - 1)) == 0;
  }

  boolean isFull() {
    entries = 0;
    backend.sizes((_, size, _, _, _) -> entries += size);
    return entries > MOST_ENTRIES;
  }

  /** Receivers may go on without this task, or everything is handed on for another reason. */
  void forget() {
    floor = Long.MAX_VALUE;
    mayPassBefore = Long.MAX_VALUE;
  }

  /** How many entries there will be for each of so many subtasks, if nothing changes. */
  int expected(int targets) {
    return (int) (entriesOfLast + entriesOfLast / 8) / targets;
  }

  /** Takes note of what was handed on; whether to go on with aggregating. */
  boolean handedOn(long handedEntries) {
    judgedItems += items;
    judgedEntries += handedEntries;
    items = 0;
    nextDue = panes.first();
    if (judgedItems < JUDGED_BY) {
      return true;
    }
    boolean pays = judgedItems >= PAYS_FROM * judgedEntries;
    if (!pays) {
      leftToPass = PAUSE * judgedItems;
      mayPassBefore = Long.MAX_VALUE;
    }
    judgedItems = 0;
    judgedEntries = 0;
    return pays;
  }
}
