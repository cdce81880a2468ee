package io.streamflow.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state as objects in an open-addressing table with linear probing. Removal shifts the
 * entries behind the gap back (Knuth, The Art of Computer Programming 3, 6.4, algorithm R), so
 * there are no tombstones and lookups never grow slower.
 */
final class HeapState<K, V> implements KeyedState<K, V> {
  private static final int INITIAL_CAPACITY = 16;

  private @Nullable Object[] keys = new @Nullable Object[INITIAL_CAPACITY];
  private @Nullable Object[] values = new @Nullable Object[INITIAL_CAPACITY];
  private int size;

  @Override
  @SuppressWarnings("ReferenceEquality") // spares a call of equals where it can
  public int slot(K key) {
    @Nullable Object[] table = keys;
    int mask = table.length - 1;
    int at = spread(key.hashCode()) & mask;
    while (true) {
      Object found = table[at];
      if (found == null) {
        return insert(key, at);
      }
      if (found == key || found.equals(key)) {
        return at;
      }
      at = (at + 1) & mask;
    }
  }

  private int insert(K key, int at) {
    if ((size + 1) * 2L > keys.length) {
      grow();
      int mask = keys.length - 1;
      at = spread(key.hashCode()) & mask;
      while (keys[at] != null) {
        at = (at + 1) & mask;
      }
    }
    keys[at] = key;
    size++;
    return at;
  }

  private void grow() {
    @Nullable Object[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    int capacity = Math.multiplyExact(oldKeys.length, 2);
    keys = new @Nullable Object[capacity];
    values = new @Nullable Object[capacity];
    int mask = capacity - 1;
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      Object key = oldKeys[i];
      if (key != null && oldValues[i] != null) { // a slot may have been taken and never set
        size++;
        int at = spread(key.hashCode()) & mask;
        while (keys[at] != null) {
          at = (at + 1) & mask;
        }
        keys[at] = key;
        values[at] = oldValues[i];
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // only set() writes here
  public @Nullable V value(int slot) {
    return (V) values[slot];
  }

  @Override
  public void set(int slot, V value) {
    values[slot] = value;
  }

  @Override
  public @Nullable V get(K key) {
    int at = find(key);
    return at < 0 ? null : value(at);
  }

  @SuppressWarnings("ReferenceEquality") // as in slot
  private int find(K key) {
    int mask = keys.length - 1;
    int at = spread(key.hashCode()) & mask;
    for (Object found = keys[at]; found != null; found = keys[at]) {
      if (found == key || found.equals(key)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return -1;
  }

  @Override
  public void remove(K key) {
    int gap = find(key);
    if (gap < 0) {
      return;
    }
    int mask = keys.length - 1;
    int at = gap;
    while (true) {
      at = (at + 1) & mask;
      Object candidate = keys[at];
      if (candidate == null) {
        break;
      }
      int home = spread(candidate.hashCode()) & mask;
      boolean mayMove = ((at - home) & mask) >= ((at - gap) & mask);
      if (mayMove) {
        keys[gap] = candidate;
        values[gap] = values[at];
        gap = at;
      }
    }
    keys[gap] = null;
    values[gap] = null;
    size--;
  }

  @Override
  public int size() {
    return size;
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
      } while (at < keys.length && (keys[at] == null || values[at] == null));
      return at < keys.length;
    }

    @Override
    @SuppressWarnings("unchecked") // only keys of this type were put in
    public K key() {
      return (K) Objects.requireNonNull(keys[at]);
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
