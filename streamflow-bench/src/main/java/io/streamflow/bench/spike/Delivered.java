package io.streamflow.bench.spike;

import java.util.BitSet;

/** What has come out, each item once, or it fails. Any thread. */
final class Delivered {
  private final BitSet seen = new BitSet();
  private long count;
  private long slowestMillis;

  /** An item is written. */
  synchronized void add(Tick tick) {
    if (seen.get((int) tick.index())) {
      throw new IllegalStateException("item " + tick.index() + " came twice");
    }
    if (tick.seen() != Tick.expectedSeen(tick.index())) {
      throw new IllegalStateException(
          tick + " does not follow the item of its key that was due before it");
    }
    seen.set((int) tick.index());
    count++;
    slowestMillis = Math.max(slowestMillis, System.currentTimeMillis() - tick.dueMillis());
  }

  /** How many there are. */
  synchronized long count() {
    return count;
  }

  /** How long it took from being due to being written, at most, since this was asked last. */
  synchronized long takeSlowestMillis() {
    long slowest = slowestMillis;
    slowestMillis = 0;
    return slowest;
  }

  /** Fails unless all are there. */
  synchronized void requireAll(long items) {
    if (count != items || seen.length() != items) {
      throw new IllegalStateException(
          "%d of %d items have come, the first that is missing is %d"
              .formatted(count, items, seen.nextClearBit(0)));
    }
  }
}
