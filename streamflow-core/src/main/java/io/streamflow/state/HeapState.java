package io.streamflow.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keyed state as objects in a table on the heap. */
final class HeapState<K, V> extends Table<K> implements KeyedState<K, V> {
  private static final int LEAST_CAPACITY = 16;

  /** Room for one key. */
  private static final int LEAST_OF_A_PANE = 2;

  HeapState() {
    this(0);
  }

  /** With room for {@code expected} keys, which may come to be fewer or more. */
  HeapState(int expected) {
    this(LEAST_CAPACITY, expected);
  }

  private HeapState(int least, int expected) {
    super(least, expected, false);
  }

  /** One of many, most of which may have a single key. */
  static <K, V> HeapState<K, V> ofPane(int expected) {
    return new HeapState<>(LEAST_OF_A_PANE, expected);
  }

  @Override
  public int slot(K key) {
    return find(key);
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
    int place = find(key);
    if (values[place] != null) {
      removeAt(place);
    }
  }

  @Override
  public void clear() {
    removeAll(LEAST_CAPACITY);
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  /** How many keys there are. */
  int size() {
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
}
