package io.streamflow.bench;

import java.util.HashMap;
import java.util.Map;

/** A running sum per key, by hand, in a map of the JDK. */
final class MapRolling extends HandLoop {
  private final Map<Long, long[]> sums = new HashMap<>();

  @Override
  void loop(int from, int until, long shiftMillis) {
    for (int i = from; i < until; i++) {
      Event event = KeyedWork.EVENTS[i];
      long[] sum = sums.computeIfAbsent(event.key(), _ -> new long[1]);
      sum[0] += event.value();
      total.add(sum[0]);
    }
  }
}
