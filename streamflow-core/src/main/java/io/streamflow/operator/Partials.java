package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.LongAggregator;
import io.streamflow.state.KeyedState;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one task has aggregated of a slice for the keys of one subtask, on its way there as one
 * item. Filled by the sender's thread, then owned by the receiver's.
 */
final class Partials {
  private static final int LEAST_ROOM = 16;
  private static final long[] NO_LONGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  /** Who keeps the whole of which these are parts. */
  interface Taker {
    /** Merges the parts into the whole, of which no window has ended yet. */
    void merge(Partials partials, TaskContext context);
  }

  /** The end of the slice. */
  final long slice;

  private int count;

  /** The keys, unboxed as long as all are {@code Long}. */
  private long[] longKeys;

  private @Nullable Object[] keys = NO_OBJECTS;

  /** What the keys have come to: one of the two, as the accumulators are. */
  private long[] numbers = NO_LONGS;

  private @Nullable Object[] accumulators = NO_OBJECTS;

  /** With room for this many keys at first. */
  Partials(long slice, int expected) {
    this.slice = slice;
    this.longKeys = new long[Math.max(LEAST_ROOM, expected)];
  }

  /** Adds the number that a key has come to. */
  void add(Object key, long number) {
    addKey(key);
    if (numbers.length < room()) {
      numbers = Arrays.copyOf(numbers, room());
    }
    numbers[count++] = number;
  }

  /** Adds what a key has come to, which nobody else may use from now on. */
  void add(Object key, Object accumulator) {
    addKey(key);
    if (accumulators.length < room()) {
      accumulators = Arrays.copyOf(accumulators, room());
    }
    accumulators[count++] = accumulator;
  }

  private void addKey(Object key) {
    if (count == room()) {
      longKeys = isUnboxed() ? Arrays.copyOf(longKeys, 2 * count) : longKeys;
      keys = isUnboxed() ? keys : Arrays.copyOf(keys, 2 * count);
    }
    if (isUnboxed()) {
      if (key instanceof Long number) {
        longKeys[count] = number;
        return;
      }
      keys = new @Nullable Object[room()];
      for (int i = 0; i < count; i++) {
        keys[i] = longKeys[i];
      }
      longKeys = NO_LONGS;
    }
    keys[count] = key;
  }

  private int room() {
    return Math.max(longKeys.length, keys.length);
  }

  private boolean isUnboxed() {
    return longKeys.length > 0;
  }

  private Object key(int i) {
    return isUnboxed() ? (Object) longKeys[i] : Objects.requireNonNull(keys[i]);
  }

  /** Adds each key's number to what a pane holds of it. */
  void addTo(KeyedState<Object, Object> pane, LongAggregator<Object> aggregator) {
    for (int i = 0; i < count; i++) {
      int at = pane.slot(key(i));
      pane.setNumber(at, aggregator.merge(pane.number(at), numbers[i]));
    }
  }

  /**
   * Merges each key's accumulator into what a pane holds of it. What cannot be merged is left out,
   * if the error policy lets the job go on.
   */
  void mergeInto(
      KeyedState<Object, Object> pane,
      Aggregator<Object, Object, Object> aggregator,
      ErrorPolicy errors,
      TaskContext context) {
    for (int i = 0; i < count; i++) {
      Object key = key(i);
      Object part = Objects.requireNonNull(accumulators[i]);
      int at = pane.slot(key);
      @Nullable Object whole = pane.value(at);
      try {
        pane.set(at, whole == null ? part : aggregator.merge(whole, part));
      } catch (Throwable thrown) {
        errors.giveUp(key, slice - 1, context, thrown);
      }
    }
  }
}
