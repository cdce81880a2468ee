package io.streamflow.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open-addressing table with linear probing, used by one thread. Removal shifts the entries
 * behind the gap back (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so the table
 * itself leaves nothing in the place of what is gone, and lookups never grow slower.
 *
 * <p>A place is free when it has no value. As long as all keys are {@code Long}, they are kept
 * unboxed: the caller's box then need not exist, and a lookup reads one object less.
 *
 * @param <K> the keys
 */
abstract class Table<K> {
  private static final int GREATEST_HEAD_START = 1 << 20;
  private static final long[] NO_LONGS = {};
  private static final byte[] NO_TAGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  private long[] longs;
  private @Nullable Object[] objects = NO_OBJECTS;
  private boolean unboxed = true;

  /** The values, by place. */
  @Nullable Object[] values;

  /** A byte per place that moves with its entry, 0 where the place is free; or none at all. */
  byte[] tags;

  /** How many places have a value. */
  int size;

  /**
   * An empty table.
   *
   * @param least how many places there are at least, a power of two
   * @param expected how many keys there will be, which may come to be fewer or more
   * @param tagged whether places have tags
   */
  Table(int least, int expected, boolean tagged) {
    int capacity = least;
    while (capacity < 2L * Math.min(expected, GREATEST_HEAD_START)) {
      capacity *= 2;
    }
    longs = new long[capacity];
    values = new @Nullable Object[capacity];
    tags = tagged ? new byte[capacity] : NO_TAGS;
  }

  /**
   * The place of a key, or the one it would have. Taking a place changes nothing that shows: it is
   * free until it has a value.
   */
  final int find(K key) {
    // In this order: where the key is known to be a Long, the JIT sees that its box stays here.
    return key instanceof Long number && unboxed ? unboxedPlace(number) : boxedPlace(key);
  }

  private int unboxedPlace(long key) {
    long[] table = longs;
    @Nullable Object[] used = values;
    int mask = used.length - 1;
    int at = spread(Long.hashCode(key)) & mask;
    while (used[at] != null) {
      if (table[at] == key) {
        return at;
      }
      at = (at + 1) & mask;
    }
    if (isFull()) {
      grow();
      return unboxedPlace(key);
    }
    table[at] = key;
    return at;
  }

  @SuppressWarnings("ReferenceEquality") // spares a call of equals where it can
  private int boxedPlace(K key) {
    if (unboxed) {
      box();
    }
    @Nullable Object[] table = objects;
    @Nullable Object[] used = values;
    int mask = used.length - 1;
    int at = spread(key.hashCode()) & mask;
    while (used[at] != null) {
      if (table[at] == key || key.equals(table[at])) {
        return at;
      }
      at = (at + 1) & mask;
    }
    if (isFull()) {
      grow();
      return boxedPlace(key);
    }
    table[at] = key;
    return at;
  }

  private boolean isFull() {
    return (size + 1) * 2L > values.length;
  }

  private void grow() {
    long[] oldLongs = longs;
    @Nullable Object[] oldObjects = objects;
    @Nullable Object[] oldValues = values;
    byte[] oldTags = tags;
    boolean tagged = oldTags.length > 0;
    int capacity = Math.multiplyExact(oldValues.length, 2);
    values = new @Nullable Object[capacity];
    if (tagged) {
      tags = new byte[capacity];
    }
    if (unboxed) {
      longs = new long[capacity];
    } else {
      objects = new @Nullable Object[capacity];
    }
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) {
        @SuppressWarnings("unchecked") // only keys of this type were put in
        int at =
            unboxed
                ? unboxedPlace(oldLongs[i])
                : boxedPlace((K) Objects.requireNonNull(oldObjects[i]));
        values[at] = oldValues[i];
        if (tagged) {
          tags[at] = oldTags[i];
        }
      }
    }
  }

  /** Goes over to boxed keys, which stay where they are: a box has its number's hash. */
  private void box() {
    objects = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        objects[i] = longs[i];
      }
    }
    longs = NO_LONGS;
    unboxed = false;
  }

  /** Frees a place that has a value; entries behind it may move up to it. */
  final void removeAt(int place) {
    int gap = place;
    boolean tagged = tags.length > 0;
    int mask = values.length - 1;
    for (int at = (gap + 1) & mask; values[at] != null; at = (at + 1) & mask) {
      int home = spread(key(at).hashCode()) & mask;
      boolean mayMove = ((at - home) & mask) >= ((at - gap) & mask);
      if (mayMove) {
        if (unboxed) {
          longs[gap] = longs[at];
        } else {
          objects[gap] = objects[at];
        }
        if (tagged) {
          tags[gap] = tags[at];
        }
        values[gap] = values[at];
        gap = at;
      }
    }
    if (!unboxed) {
      objects[gap] = null;
    }
    if (tagged) {
      tags[gap] = 0;
    }
    values[gap] = null;
    size--;
  }

  /** Frees all places, and the room for all but a few. */
  final void removeAll(int capacity) {
    values = new @Nullable Object[capacity];
    tags = tags.length > 0 ? new byte[capacity] : NO_TAGS;
    longs = new long[capacity];
    objects = NO_OBJECTS;
    unboxed = true;
    size = 0;
  }

  /** The key of a place that has a value. */
  @SuppressWarnings("unchecked") // only keys of this type were put in
  final K key(int at) {
    return (K) (unboxed ? longs[at] : Objects.requireNonNull(objects[at]));
  }

  /** Many hash codes, such as those of numbers, differ in few low bits (Fibonacci hashing). */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
