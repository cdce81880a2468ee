package io.streamflow.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open-addressing table with linear probing, used by one thread. Removal shifts the entries
 * behind the gap back (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so the table
 * itself leaves nothing in the place of what is gone, and lookups never grow slower.
 *
 * <p>As long as all keys are {@code Long}, they are kept unboxed: the caller's box then need not
 * exist, and a lookup reads one object less. Likewise values that are numbers.
 *
 * @param <K> the keys
 * @param <V> the values
 */
abstract class Table<K, V> {
  private static final int GREATEST_HEAD_START = 1 << 20;
  private static final long[] NO_LONGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  private final @Nullable NumberForm<V> form;

  /**
   * Keys by place as long as they are unboxed, numbers by place where values are, and each key
   * before its number where there are both: then one look at memory gets them.
   */
  private long[] longs;

  /** The power of two of how many longs a place has; a place's number is the last of them. */
  private int pairs;

  private @Nullable Object[] objects = NO_OBJECTS;
  private boolean unboxed = true;

  /** How many keys there is room for. */
  private int room;

  /** By how much a hash is shifted, so that as many bits are left as places have. */
  private int shift;

  /** A byte per place that moves with its entry; 0 where the place is free. */
  byte[] tags;

  /** The values by place, unless they are numbers; null where the place is free. */
  @Nullable Object[] values;

  /** How many places are not free. */
  int size;

  /**
   * An empty table.
   *
   * @param least how many places there are at least, a power of two
   * @param expected how many keys there will be, which may come to be fewer or more
   * @param form that the values are numbers
   */
  Table(int least, int expected, @Nullable NumberForm<V> form) {
    this.form = form;
    int capacity = least;
    while (room(capacity) < Math.min(expected, GREATEST_HEAD_START)) {
      capacity *= 2;
    }
    removeAll(capacity);
  }

  /** Frees all places, and the room for all but a few. */
  final void removeAll(int capacity) {
    tags = new byte[capacity];
    shift = shift(capacity);
    room = room(capacity);
    unboxed = true;
    pairs = form == null ? 0 : 1;
    longs = new long[capacity << pairs];
    objects = NO_OBJECTS;
    values = form == null ? new @Nullable Object[capacity] : NO_OBJECTS;
    size = 0;
  }

  private static int shift(int capacity) {
    return Integer.numberOfLeadingZeros(capacity) + 1; // of a power of two
  }

  /**
   * The place of a key, or the one it would have. Taking a place changes nothing that shows: it is
   * free until it has a tag.
   */
  final int find(K key) {
    // In this order: where the key is known to be a Long, the JIT sees that its box stays here.
    return key instanceof Long number && unboxed ? unboxedPlace(number) : boxedPlace(key);
  }

  private int unboxedPlace(long key) {
    long[] table = longs;
    byte[] used = tags;
    int mask = used.length - 1;
    int at = home(Long.hashCode(key));
    while (used[at] != 0) {
      if (table[at << pairs] == key) {
        return at;
      }
      at = (at + 1) & mask;
    }
    if (isFull()) {
      grow();
      return unboxedPlace(key);
    }
    table[at << pairs] = key;
    return at;
  }

  @SuppressWarnings("ReferenceEquality") // spares a call of equals where it can
  private int boxedPlace(K key) {
    if (unboxed) {
      box();
    }
    @Nullable Object[] table = objects;
    byte[] used = tags;
    int mask = used.length - 1;
    int at = home(key.hashCode());
    while (used[at] != 0) {
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

  /**
   * How many keys a table of a capacity holds before it grows. Numbers are beside their keys, so
   * that looking at one place more costs little, and a small table stays in the caches.
   */
  private int room(int capacity) {
    return form == null ? capacity / 2 : (int) (capacity * 2L / 3);
  }

  private boolean isFull() {
    return size >= room;
  }

  private void grow() {
    int oldPairs = pairs;
    long[] oldLongs = longs;
    @Nullable Object[] oldObjects = objects;
    byte[] oldTags = tags;
    @Nullable Object[] oldValues = values;
    int capacity = Math.multiplyExact(oldTags.length, 2);
    tags = new byte[capacity];
    shift = shift(capacity);
    room = room(capacity);
    if (oldLongs.length > 0) {
      longs = new long[Math.multiplyExact(capacity, 1 << pairs)];
    }
    if (!unboxed) {
      objects = new @Nullable Object[capacity];
    }
    if (form == null) {
      values = new @Nullable Object[capacity];
    }
    for (int i = 0; i < oldTags.length; i++) {
      if (oldTags[i] != 0) {
        @SuppressWarnings("unchecked") // only keys of this type were put in
        int at =
            unboxed
                ? unboxedPlace(oldLongs[i << oldPairs])
                : boxedPlace((K) Objects.requireNonNull(oldObjects[i]));
        tags[at] = oldTags[i];
        if (form == null) {
          values[at] = oldValues[i];
        } else {
          longs[number(at)] = oldLongs[number(i)];
        }
      }
    }
  }

  /** Where the number of a place is. */
  private int number(int at) {
    return (at << pairs) + pairs;
  }

  /** Goes over to boxed keys, which stay where they are: a box has its number's hash. */
  private void box() {
    long[] old = longs;
    int oldPairs = pairs;
    objects = new @Nullable Object[tags.length];
    pairs = 0;
    longs = form == null ? NO_LONGS : new long[tags.length];
    unboxed = false;
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] != 0) {
        objects[i] = old[i << oldPairs];
        if (form != null) {
          longs[i] = old[(i << oldPairs) + oldPairs];
        }
      }
    }
  }

  /** Frees a place; entries behind it may move up to it. */
  final void removeAt(int place) {
    int gap = place;
    int mask = tags.length - 1;
    for (int at = (gap + 1) & mask; tags[at] != 0; at = (at + 1) & mask) {
      int home = home(key(at).hashCode());
      boolean mayMove = ((at - home) & mask) >= ((at - gap) & mask);
      if (mayMove) {
        move(at, gap);
        gap = at;
      }
    }
    if (!unboxed) {
      objects[gap] = null;
    }
    empty(gap);
    tags[gap] = 0;
    size--;
  }

  private void move(int from, int to) {
    if (unboxed) {
      longs[to << pairs] = longs[from << pairs];
    } else {
      objects[to] = objects[from];
    }
    if (form == null) {
      values[to] = values[from];
    } else {
      longs[number(to)] = longs[number(from)];
    }
    tags[to] = tags[from];
  }

  /** The key of a place that is not free. */
  @SuppressWarnings("unchecked") // only keys of this type were put in
  final K key(int at) {
    return (K) (unboxed ? longs[at << pairs] : Objects.requireNonNull(objects[at]));
  }

  /** The value of a place that is not free. */
  @SuppressWarnings("unchecked") // only put() writes here
  final V held(int at) {
    return form == null ? (V) Objects.requireNonNull(values[at]) : form.box().apply(numberAt(at));
  }

  /** Puts a value in a place, which is the caller's to tag. */
  @SuppressWarnings("ReferenceEquality") // an accumulator that was added to is still the same
  final void put(int at, V value) {
    if (form != null) {
      putNumber(at, form.unbox().applyAsLong(value));
    } else if (values[at] != value) { // a store into an old array costs a memory fence under G1
      values[at] = value;
    }
  }

  /** The number in a place, 0 where it is free. Only where values are numbers. */
  final long numberAt(int at) {
    return longs[number(at)];
  }

  /** Puts a number in a place, which is the caller's to tag. Only where values are numbers. */
  final void putNumber(int at, long number) {
    longs[number(at)] = number;
  }

  /** Takes the value out of a place, which stays as it is otherwise. */
  final void empty(int at) {
    if (form == null) {
      values[at] = null;
    } else {
      putNumber(at, 0);
    }
  }

  /** Whether values are numbers. */
  final boolean holdsNumbers() {
    return form != null;
  }

  /**
   * The place where the search for a hash code begins. Hash codes such as those of numbers differ
   * in few low bits; Fibonacci hashing (Knuth, 6.4) spreads those that follow each other evenly.
   */
  private int home(int hash) {
    return (hash * 0x9E3779B9) >>> shift;
  }
}
