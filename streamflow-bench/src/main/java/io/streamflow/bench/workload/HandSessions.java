package io.streamflow.bench.workload;

import java.util.Arrays;

/**
 * Sessions by hand: one slot per key in tables that grow, and a ring of the last events, whose head
 * tells which key may have been silent for the gap.
 */
final class HandSessions {
  private static final long FREE = Long.MIN_VALUE;

  private final Tally tally;
  private final long gap;
  private long[] keys = new long[1 << 16];
  private long[] starts = new long[1 << 16];
  private long[] lasts = new long[1 << 16];
  private long[] counts = new long[1 << 16];
  private long[] ringKeys = new long[1 << 15];
  private long[] ringTimes = new long[1 << 15];
  private long head;
  private long tail;
  private int size;

  HandSessions(Tally tally, long gap) {
    this.tally = tally;
    this.gap = gap;
    Arrays.fill(keys, FREE);
  }

  void take(Event event) {
    long now = event.timestamp();
    expire(now - gap);
    int at = slot(event.key());
    if (counts[at] == 0) {
      starts[at] = now;
    }
    counts[at]++;
    lasts[at] = now;
    if (tail - head == ringKeys.length) {
      growRing();
    }
    int place = (int) (tail++ & (ringKeys.length - 1));
    ringKeys[place] = event.key();
    ringTimes[place] = now;
  }

  void end() {
    expire(Long.MAX_VALUE);
  }

  /** Emits what has seen nothing since. */
  private void expire(long until) {
    while (head < tail) {
      int place = (int) (head & (ringKeys.length - 1));
      if (ringTimes[place] > until) {
        return;
      }
      int at = slot(ringKeys[place]);
      if (counts[at] > 0 && lasts[at] == ringTimes[place]) {
        tally.add(Steps.digest(keys[at], starts[at], counts[at]));
        counts[at] = 0;
      }
      head++;
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (keys[at] != key) {
      if (keys[at] == FREE) {
        if (2 * (size + 1) > keys.length) {
          grow();
          return slot(key);
        }
        size++;
        keys[at] = key;
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldStarts = starts;
    long[] oldLasts = lasts;
    long[] oldCounts = counts;
    int length = 2 * oldKeys.length;
    keys = new long[length];
    Arrays.fill(keys, FREE);
    starts = new long[length];
    lasts = new long[length];
    counts = new long[length];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int at = slot(oldKeys[i]);
        starts[at] = oldStarts[i];
        lasts[at] = oldLasts[i];
        counts[at] = oldCounts[i];
      }
    }
  }

  private void growRing() {
    int length = ringKeys.length;
    long[] moreKeys = new long[2 * length];
    long[] moreTimes = new long[2 * length];
    for (long i = head; i < tail; i++) {
      moreKeys[(int) (i & (2 * length - 1))] = ringKeys[(int) (i & (length - 1))];
      moreTimes[(int) (i & (2 * length - 1))] = ringTimes[(int) (i & (length - 1))];
    }
    ringKeys = moreKeys;
    ringTimes = moreTimes;
  }
}
