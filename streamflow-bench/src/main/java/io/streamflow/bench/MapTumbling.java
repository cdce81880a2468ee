package io.streamflow.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts per key and second, by hand, in maps of the JDK. */
final class MapTumbling extends HandLoop {
  private static final long SIZE = 1000;
  private final TreeMap<Long, Map<Long, long[]>> windows = new TreeMap<>();
  private long greatest = Long.MIN_VALUE;

  @Override
  void loop(int from, int until, long shiftMillis) {
    for (int i = from; i < until; i++) {
      Event event = KeyedWork.EVENTS[i];
      long timestamp = event.timestamp() + shiftMillis;
      long end = Math.floorDiv(timestamp, SIZE) * SIZE + SIZE;
      if (greatest == Long.MIN_VALUE || end > greatest - KeyedWork.DISORDER_MILLIS) {
        windows.computeIfAbsent(end, _ -> new HashMap<>())
            .computeIfAbsent(event.key(), _ -> new long[1])[0]++;
      }
      if (timestamp > greatest) {
        greatest = timestamp;
        while (!windows.isEmpty() && windows.firstKey() <= greatest - KeyedWork.DISORDER_MILLIS) {
          var window = windows.pollFirstEntry();
          window
              .getValue()
              .forEach((key, count) -> total.add(KeyedWork.digest(key, window.getKey(), count[0])));
        }
      }
    }
  }
}
