package io.streamflow.bench;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts per key and second, by hand, in tables of primitives, one per open window. */
final class HandTumbling extends HandLoop {
  private static final long SIZE = 1000;
  private final TreeMap<Long, LongTable> windows = new TreeMap<>();
  private long greatest = Long.MIN_VALUE;
  private long watermark = Long.MIN_VALUE;
  private long nextEnd = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private @Nullable LongTable window;

  @Override
  void loop(int from, int until, long shiftMillis) {
    for (int i = from; i < until; i++) {
      Event event = KeyedWork.EVENTS[i];
      long timestamp = event.timestamp() + shiftMillis;
      LongTable counts = window;
      if (counts == null || timestamp >= end || timestamp < end - SIZE) {
        counts = open(timestamp);
        if (counts == null) {
          continue; // late
        }
      }
      counts.add(event.key(), 1);
      if (timestamp > greatest) {
        greatest = timestamp;
        watermark = timestamp - KeyedWork.DISORDER_MILLIS;
        if (watermark >= nextEnd) {
          emit();
        }
      }
    }
  }

  private @Nullable LongTable open(long timestamp) {
    long to = Math.floorDiv(timestamp, SIZE) * SIZE + SIZE;
    if (to <= watermark) {
      return null;
    }
    end = to;
    window = windows.computeIfAbsent(to, _ -> new LongTable());
    nextEnd = windows.firstKey();
    return window;
  }

  private void emit() {
    while (!windows.isEmpty() && windows.firstKey() <= watermark) {
      Map.Entry<Long, LongTable> first = windows.pollFirstEntry();
      long ended = first.getKey();
      first.getValue().forEach((key, count) -> total.add(KeyedWork.digest(key, ended, count)));
      if (first.getKey() == end) {
        window = null;
      }
    }
    nextEnd = windows.isEmpty() ? Long.MAX_VALUE : windows.firstKey();
  }
}
