package io.streamflow.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Timers on the heap: by key to find them, by time to fire them; equal times in order of setting.
 */
final class HeapTimers<K, M> implements Timers<K, M> {

  private record Entry<K, M>(Timer<K, M> timer, long sequence) {}

  private final Map<K, Map<M, Entry<K, M>>> byKey = new HashMap<>();
  private final TreeSet<Entry<K, M>> byTime =
      new TreeSet<>(
          Comparator.<Entry<K, M>>comparingLong(entry -> entry.timer.time())
              .thenComparingLong(Entry::sequence));
  private long sequence;

  @Override
  public void set(K key, M message, long time) {
    Entry<K, M> entry = new Entry<>(new Timer<>(time, key, message), sequence++);
    Entry<K, M> before = byKey.computeIfAbsent(key, _ -> new HashMap<>()).put(message, entry);
    if (before != null) {
      byTime.remove(before);
    }
    byTime.add(entry);
  }

  @Override
  public void cancel(K key, M message) {
    Map<M, Entry<K, M>> ofKey = byKey.get(key);
    if (ofKey == null) {
      return;
    }
    Entry<K, M> entry = ofKey.remove(message);
    if (entry != null) {
      byTime.remove(entry);
    }
    if (ofKey.isEmpty()) {
      byKey.remove(key);
    }
  }

  @Override
  public void cancelAll(K key) {
    Map<M, Entry<K, M>> ofKey = byKey.remove(key);
    if (ofKey != null) {
      ofKey.values().forEach(byTime::remove);
    }
  }

  @Override
  public long next() {
    return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().timer.time();
  }

  @Override
  public @Nullable Timer<K, M> poll(long now) {
    if (byTime.isEmpty() || byTime.first().timer.time() > now) {
      return null;
    }
    Timer<K, M> due = byTime.first().timer;
    cancel(due.key(), due.message());
    return due;
  }
}
