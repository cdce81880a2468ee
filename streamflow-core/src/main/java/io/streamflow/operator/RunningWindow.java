package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.state.HeapBackend;
import io.streamflow.state.KeyedState;
import java.util.Objects;

/**
 * What the slices that two overlapping windows share come to, by key: the next window takes the
 * slices that are new to it, and when it is emitted those leave which the one after it does not
 * cover. So a slice is looked at twice, and not once for each window that it is part of. Only for
 * aggregators that can subtract. Used by one task; on the heap only, made anew from the slices
 * where there is none.
 */
final class RunningWindow {

  /** Of one key. */
  static final class Total {
    /** What its slices have seen together. */
    Object accumulator;

    /** In how many of the slices the key is. */
    private int slices;

    private Total(Object accumulator) {
      this.accumulator = accumulator;
    }
  }

  private final Aggregator<Object, Object, Object> aggregator;
  private final KeyedState<Object, Total> totals;

  /** The end of the window that was emitted last. */
  long emitted;

  RunningWindow(Aggregator<Object, Object, Object> aggregator, int expectedKeys) {
    this.aggregator = aggregator;
    this.totals = HeapBackend.scratch(expectedKeys);
  }

  /** Takes a slice in, which must be later than those that are in it. */
  void add(KeyedState<Object, Object> slice) throws Exception {
    var entries = slice.entries();
    while (entries.next()) {
      int at = totals.slot(entries.key());
      Total total = totals.value(at);
      if (total == null) {
        total = new Total(aggregator.create());
        totals.set(at, total);
      }
      total.accumulator = aggregator.merge(total.accumulator, entries.value());
      total.slices++;
    }
  }

  /** Lets a slice out again, which must be as it was when it came in. */
  void subtract(KeyedState<Object, Object> slice) throws Exception {
    var entries = slice.entries();
    while (entries.next()) {
      Object key = entries.key();
      Total total = Objects.requireNonNull(totals.get(key));
      total.slices--;
      if (total.slices == 0) {
        totals.remove(key);
      } else {
        total.accumulator = aggregator.subtract(total.accumulator, entries.value());
      }
    }
  }

  /** What it has, by key; it must not change meanwhile. */
  KeyedState.Cursor<Object, Total> entries() {
    return totals.entries();
  }
}
