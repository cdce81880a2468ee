package io.streamflow.state;

import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one pane of time while they fire, so that a pane of very many is looked through
 * once. A timer that is taken back meanwhile stays in the queue and is passed over.
 */
final class DueTimers<K, M> {

  private record Waiting<K, M>(K key, M message, KeyTimers.Due due) {}

  private final PriorityQueue<Waiting<K, M>> waiting =
      new PriorityQueue<>(
          Comparator.<Waiting<K, M>>comparingLong(timer -> timer.due().time())
              .thenComparingLong(timer -> timer.due().sequence()));

  /** How many of them have not been taken back. */
  private int left;

  /** The timers of a pane, of the keys that have some then. */
  DueTimers(long pane, @Nullable KeyedState<K, Long> keys, KeyedState<K, KeyTimers<M>> byKey) {
    if (keys == null) {
      return;
    }
    var entries = keys.entries();
    while (entries.next()) {
      K key = entries.key();
      KeyTimers<M> timers = byKey.get(key);
      if (timers == null) {
        continue;
      }
      for (Map.Entry<M, KeyTimers.Due> timer : timers.all().entrySet()) {
        if (Timers.pane(timer.getValue()) == pane) {
          add(key, timer.getKey(), timer.getValue());
        }
      }
    }
  }

  void add(K key, M message, KeyTimers.Due due) {
    waiting.add(new Waiting<>(key, message, due));
    left++;
  }

  /** One of the timers was taken back. */
  void leave() {
    left--;
  }

  boolean isEmpty() {
    return left == 0;
  }

  /** The first that has not been taken back, or null. */
  Timers.@Nullable Timer<K, M> poll(KeyedState<K, KeyTimers<M>> byKey) {
    for (Waiting<K, M> first = waiting.poll(); first != null; first = waiting.poll()) {
      KeyTimers<M> timers = byKey.get(first.key());
      if (timers != null && first.due().equals(timers.get(first.message()))) {
        left--;
        return new Timers.Timer<>(first.due().time(), first.key(), first.message());
      }
    }
    left = 0;
    return null;
  }
}
