package io.streamflow.state;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open-addressing table with linear probing, used by one thread. Removal shifts the entries
 * behind the gap back (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so the table
 * itself leaves nothing in the place of what is gone, and lookups never grow slower.
 *
 * <p>As long as all keys are {@code Long}, they are kept unboxed: the caller's box then need not
 * exist, and a lookup reads one object less. Likewise values that are a few numbers.
 *
 * @param <K> the keys
 * @param <V> the values
 */
abstract class Table<K, V> {
  private static final int GREATEST_HEAD_START = 1 << 20;

  /** With fewer places the first bits of a hash could not be taken. */
  private static final int LEAST = 2;

  private static final long[] NO_LONGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  private final @Nullable NumberForm<V> form;

  /** Whether a value is more than one number. */
  private final boolean several;

  /**
   * Keys by place as long as they are unboxed, numbers by place where values are, and each key
   * before its numbers where there are both: then one look at memory gets them.
   */
  private long[] longs;

  /** The power of two of how many longs a place has. */
  private int stride;

  /** Which of a place's longs is its first number: there is a key before it, or not. */
  private int first;

  private @Nullable Object[] objects = NO_OBJECTS;
  private boolean unboxed = true;

  /** How many keys there is room for. */
  private int room;

  /** By how much a hash is shifted, so that as many bits are left as places have. */
  private int shift;

  /** A byte per place that moves with its entry; 0 where the place is free. */
  byte[] tags;

  /**
   * The values by place, unless they are numbers; null where the place is free. Of a table of
   * numbers those that cannot be, once there are any.
   */
  @Nullable Object[] values;

  /** How many places are not free. */
  int size;

  /**
   * An empty table.
   *
   * @param least how many places there are at least, a power of two
   * @param expected how many keys there will be, which may come to be fewer or more
   * @param form how the values are numbers, if they are
   * @param spare what a table of the same form has left, to be used again if it is as large as need
   *     be: memory that was used a moment ago is in the processor's caches, and new one is not
   */
  Table(int least, int expected, @Nullable NumberForm<V> form, @Nullable Spare spare) {
    this.form = form;
    this.several = form != null && form.count() > 1;
    int capacity = least;
    while (room(capacity) < Math.min(expected, GREATEST_HEAD_START)) {
      capacity *= 2;
    }
    boolean fits = spare != null && spare.tags.length == capacity;
    removeAll(fits ? LEAST : capacity);
    if (fits) {
      use(Objects.requireNonNull(spare));
    }
  }

  /** The arrays of a table, empty. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Spare(byte[] tags, long[] longs, @Nullable Object[] values) {}

  private void use(Spare spare) {
    tags = spare.tags;
    longs = spare.longs;
    values = spare.values;
    shift = shift(tags.length);
    room = room(tags.length);
    unboxed = true;
    arrange();
  }

  /** Frees all places; what they were in, if another table could use it. */
  final @Nullable Spare release() {
    Spare spare = unboxed && size > 0 ? new Spare(tags, longs, values) : null;
    removeAll(LEAST);
    if (spare != null) {
      Arrays.fill(spare.tags, (byte) 0);
      Arrays.fill(spare.values, null); // numbers are made 0 as their places are taken
    }
    return spare;
  }

  /** Frees all places, and the room for all but a few. */
  final void removeAll(int capacity) {
    tags = new byte[capacity];
    shift = shift(capacity);
    room = room(capacity);
    unboxed = true;
    arrange();
    longs = new long[capacity << stride];
    objects = NO_OBJECTS;
    values = form == null ? new @Nullable Object[capacity] : NO_OBJECTS;
    size = 0;
  }

  /** Says where in the longs of a place its key and its numbers are. */
  private void arrange() {
    first = unboxed ? 1 : 0;
    int used = first + (form == null ? 0 : form.count());
    stride = used <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(used - 1);
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
    while (true) { // no recursion, of which the JIT would make more code than it likes to inline
      long[] table = longs;
      byte[] used = tags;
      int mask = used.length - 1;
      int at = home(Long.hashCode(key));
      while (used[at] != 0) {
        if (table[at << stride] == key) {
          return at;
        }
        at = (at + 1) & mask;
      }
      if (!isFull()) {
        table[at << stride] = key;
        clearNumbers(at); // there may be those of a key that the place had before
        return at;
      }
      grow();
    }
  }

  private void clearNumbers(int at) {
    if (form != null) {
      longs[number(at)] = 0;
      if (several) {
        Arrays.fill(longs, number(at) + 1, number(at) + form.count(), 0);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // spares a call of equals where it can
  private int boxedPlace(K key) {
    if (unboxed) {
      box();
    }
    while (true) {
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
      if (!isFull()) {
        table[at] = key;
        return at;
      }
      grow();
    }
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
    long[] oldLongs = longs;
    @Nullable Object[] oldObjects = objects;
    byte[] oldTags = tags;
    @Nullable Object[] oldValues = values;
    int capacity = Math.multiplyExact(oldTags.length, 2);
    tags = new byte[capacity];
    shift = shift(capacity);
    room = room(capacity);
    if (oldLongs.length > 0) {
      longs = new long[Math.multiplyExact(capacity, 1 << stride)];
    }
    if (!unboxed) {
      objects = new @Nullable Object[capacity];
    }
    if (oldValues.length > 0) {
      values = new @Nullable Object[capacity];
    }
    for (int i = 0; i < oldTags.length; i++) {
      if (oldTags[i] != 0) {
        @SuppressWarnings("unchecked") // only keys of this type were put in
        int at =
            unboxed
                ? unboxedPlace(oldLongs[i << stride])
                : boxedPlace((K) Objects.requireNonNull(oldObjects[i]));
        tags[at] = oldTags[i];
        if (oldValues.length > 0) {
          values[at] = oldValues[i];
        }
        if (form != null) {
          System.arraycopy(oldLongs, number(i), longs, number(at), form.count());
        }
      }
    }
  }

  /** Where the first number of a place is. */
  private int number(int at) {
    return (at << stride) + first;
  }

  /** Goes over to boxed keys, which stay where they are: a box has its number's hash. */
  private void box() {
    long[] old = longs;
    int oldStride = stride;
    objects = new @Nullable Object[tags.length];
    unboxed = false;
    arrange();
    longs = form == null ? NO_LONGS : new long[tags.length << stride];
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] != 0) {
        objects[i] = old[i << oldStride];
        if (form != null) {
          System.arraycopy(old, (i << oldStride) + 1, longs, number(i), form.count());
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
      longs[to << stride] = longs[from << stride];
    } else {
      objects[to] = objects[from];
    }
    if (values.length > 0) {
      values[to] = values[from];
    }
    if (form != null) {
      System.arraycopy(longs, number(from), longs, number(to), form.count());
    }
    tags[to] = tags[from];
  }

  /** The key of a place that is not free. */
  @SuppressWarnings("unchecked") // only keys of this type were put in
  final K key(int at) {
    return (K) (unboxed ? longs[at << stride] : Objects.requireNonNull(objects[at]));
  }

  /** The value of a place that is not free. */
  @SuppressWarnings("unchecked") // only put() writes here
  final V held(int at) {
    return holdsNumbers(at)
        ? Objects.requireNonNull(form).box(longs, number(at))
        : (V) Objects.requireNonNull(values[at]);
  }

  /** Puts a value in a place, which is the caller's to tag. */
  @SuppressWarnings("ReferenceEquality") // an accumulator that was added to is still the same
  final void put(int at, V value) {
    if (form != null && form.fits(value)) {
      form.unbox(value, longs, number(at));
      letGo(at);
      return;
    }
    if (values.length == 0) {
      values = new @Nullable Object[tags.length];
    }
    if (values[at] != value) { // a store into an old array costs a memory fence under G1
      values[at] = value;
    }
  }

  private void letGo(int at) {
    if (values.length > 0) {
      values[at] = null;
    }
  }

  /** Whether the value of a place that is not free is numbers, and no object. */
  final boolean holdsNumbers(int at) {
    return form != null && (values.length == 0 || values[at] == null);
  }

  /** A number of a place, 0 where it is free. Only where values are numbers. */
  final long numberAt(int at, int index) {
    return longs[number(at) + index];
  }

  /** Puts a number in a place, which is the caller's to tag. Only where values are numbers. */
  final void putNumber(int at, int index, long number) {
    longs[number(at) + index] = number;
  }

  /** Takes the value out of a place, which stays as it is otherwise. */
  final void empty(int at) {
    letGo(at);
    clearNumbers(at);
  }

  /**
   * The place where the search for a hash code begins. Hash codes such as those of numbers differ
   * in few low bits; Fibonacci hashing (Knuth, 6.4) spreads those that follow each other evenly.
   */
  private int home(int hash) {
    return (hash * 0x9E3779B9) >>> shift;
  }
}
