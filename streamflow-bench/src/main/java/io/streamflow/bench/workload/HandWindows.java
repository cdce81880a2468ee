package io.streamflow.bench.workload;

import io.streamflow.bench.LongTable;

/**
 * Tumbling or sliding counts by hand: one table per slice, and for sliding ones a running total.
 */
final class HandWindows {
  private final Tally tally;
  private final long size;
  private final int disorder;
  private final int perWindow;
  private final LongTable[] ring;
  private final LongTable total = new LongTable();
  private long greatest = Long.MIN_VALUE;
  private long nextEnd;
  private long currentStart = Long.MAX_VALUE;
  private LongTable current = total;

  HandWindows(Order order, int perWindow, Tally tally) {
    this.tally = tally;
    this.size = order.windowMillis();
    this.disorder = order.disorderMillis();
    this.perWindow = perWindow;
    this.ring = new LongTable[perWindow + (int) (disorder / size) + 2];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = new LongTable();
    }
    // nothing is older: the first event may be that much before the feed's begin
    this.nextEnd = Math.floorDiv(Feed.EPOCH - disorder, size) * size + size;
  }

  void take(Event event) {
    long timestamp = event.timestamp();
    if (timestamp < currentStart || timestamp >= currentStart + size) {
      currentStart = Math.floorDiv(timestamp, size) * size;
      current = slice(currentStart + size);
    }
    current.add(event.key(), 1);
    if (timestamp > greatest) {
      greatest = timestamp;
      while (nextEnd <= timestamp - disorder) {
        close();
      }
    }
  }

  void end() {
    long last = Math.floorDiv(greatest, size) * size + perWindow * size;
    while (nextEnd <= last) {
      close();
    }
  }

  private LongTable slice(long end) {
    return ring[(int) (end / size % ring.length)];
  }

  private void close() {
    long end = nextEnd;
    LongTable newest = slice(end);
    if (perWindow == 1) {
      newest.forEach((key, count) -> tally.add(key, end, count));
      newest.clear();
    } else {
      newest.forEach((key, count) -> total.add(key, count));
      total.forEach((key, count) -> {
        if (count > 0) {
          tally.add(key, end, count);
        }
      });
      LongTable oldest = slice(end - (perWindow - 1) * size);
      oldest.forEach((key, count) -> total.add(key, -count));
      oldest.clear();
    }
    nextEnd = end + size;
  }
}
