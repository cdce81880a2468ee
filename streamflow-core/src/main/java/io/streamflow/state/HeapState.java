package io.streamflow.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state as objects in an open-addressing table with linear probing. Removal shifts the
 * entries behind the gap back (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so
 * there are no tombstones and lookups never grow slower.
 *
 * <p>A place is free when it has no value. As long as all keys are {@code Long}, they are kept
 * unboxed: the caller's box then need not exist, and a lookup reads one object less.
 */
final class HeapState<K, V> implements KeyedState<K, V> {
  private static final int LEAST_CAPACITY = 16;
  private static final int GREATEST_HEAD_START = 1 << 20;
  private static final long[] NO_LONGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  private long[] longs;
  private @Nullable Object[] objects = NO_OBJECTS;
  private @Nullable Object[] values;
  private boolean unboxed = true;
  private int size;

  HeapState() {
    this(0);
  }

  /** With room for {@code expected} keys, which may come to be fewer or more. */
  HeapState(int expected) {
    int capacity = LEAST_CAPACITY;
    while (capacity < 2L * Math.min(expected, GREATEST_HEAD_START)) {
      capacity *= 2;
    }
    longs = new long[capacity];
    values = new @Nullable Object[capacity];
  }

  /** Taking a place changes nothing that shows: it is free until it has a value. */
  @Override
  public int slot(K key) {
    // In this order: where the key is known to be a Long, the JIT sees that its box stays here.
    return key instanceof Long number && unboxed ? unboxedSlot(number) : boxedSlot(key);
  }

  private int unboxedSlot(long key) {
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
      return unboxedSlot(key);
    }
    table[at] = key;
    return at;
  }

  @SuppressWarnings("ReferenceEquality") // spares a call of equals where it can
  private int boxedSlot(K key) {
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
      return boxedSlot(key);
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
    int capacity = Math.multiplyExact(oldValues.length, 2);
    values = new @Nullable Object[capacity];
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
                ? unboxedSlot(oldLongs[i])
                : boxedSlot((K) Objects.requireNonNull(oldObjects[i]));
        values[at] = oldValues[i];
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

  @Override
  @SuppressWarnings("unchecked") // only set() writes here
  public @Nullable V value(int slot) {
    return (V) values[slot];
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // an accumulator that was added to is still the same
  public void set(int slot, V value) {
    Object before = values[slot];
    if (before == value) {
      return; // a store into an old array costs a memory fence under G1
    }
    if (before == null) {
      size++;
    }
    values[slot] = value;
  }

  @Override
  public @Nullable V get(K key) {
    return value(slot(key));
  }

  @Override
  public void remove(K key) {
    int gap = slot(key);
    if (values[gap] == null) {
      return;
    }
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
        values[gap] = values[at];
        gap = at;
      }
    }
    if (!unboxed) {
      objects[gap] = null;
    }
    values[gap] = null;
    size--;
  }

  @Override
  public int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // only keys of this type were put in
  private K key(int at) {
    return (K) (unboxed ? longs[at] : Objects.requireNonNull(objects[at]));
  }

  @Override
  public Cursor<K, V> entries() {
    return new Entries();
  }

  private final class Entries implements Cursor<K, V> {
    private int at = -1;

    @Override
    public boolean next() {
      do {
        at++;
      } while (at < values.length && values[at] == null);
      return at < values.length;
    }

    @Override
    public K key() {
      return HeapState.this.key(at);
    }

    @Override
    public V value() {
      return Objects.requireNonNull(HeapState.this.value(at));
    }
  }

  /** Many hash codes, such as those of numbers, differ in few low bits (Fibonacci hashing). */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
