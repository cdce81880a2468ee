package io.streamflow.bench.kafka;

import java.util.HashMap;
import java.util.Map;

/** What must come out of what goes in. One thread. */
final class Expected {
  private Digest mapped = Digest.NONE;
  private final Map<Long, Map<String, Long>> counts = new HashMap<>();

  void add(String key, String value, long timestampMillis) {
    mapped = mapped.with(key, Work.changed(value));
    long window = timestampMillis - timestampMillis % Work.WINDOW.toMillis();
    counts.computeIfAbsent(window, _ -> new HashMap<>()).merge(key, 1L, Long::sum);
  }

  /** A record that only ends the windows before it. */
  void addLast(String key, String value) {
    mapped = mapped.with(key, Work.changed(value));
  }

  Digest of(Work work) {
    if (work == Work.MAP) {
      return mapped;
    }
    Digest all = Digest.NONE;
    for (Map.Entry<Long, Map<String, Long>> window : counts.entrySet()) {
      for (Map.Entry<String, Long> count : window.getValue().entrySet()) {
        all = all.with(count.getKey(), Work.counted(window.getKey(), count.getValue()));
      }
    }
    return all;
  }
}
