package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/** Keyed state as objects in a table on the heap. */
final class HeapState<K, V> extends Table<K, V> implements KeyedState<K, V> {
  private static final int LEAST_CAPACITY = 16;
  private static final byte TAKEN = 1;

  /** Room for one key. */
  private static final int LEAST_OF_A_PANE = 2;

  HeapState() {
    this(0, null);
  }

  /** With room for {@code expected} keys, which may come to be fewer or more. */
  HeapState(int expected, @Nullable NumberForm<V> form) {
    this(LEAST_CAPACITY, expected, form, null);
  }

  private HeapState(int least, int expected, @Nullable NumberForm<V> form, @Nullable Spare spare) {
    super(least, expected, form, spare);
  }

  /** One of many, most of which may have a single key. */
  static <K, V> HeapState<K, V> ofPane(
      int expected, @Nullable NumberForm<V> form, @Nullable Spare spare) {
    return new HeapState<>(LEAST_OF_A_PANE, expected, form, spare);
  }

  @Override
  public int slot(K key) {
    return find(key);
  }

  @Override
  public @Nullable V value(int slot) {
    return tags[slot] == 0 ? null : held(slot);
  }

  @Override
  public void set(int slot, V value) {
    put(slot, value);
    taken(slot);
  }

  @Override
  public boolean hasNumbers(int slot) {
    return tags[slot] != 0 && holdsNumbers(slot);
  }

  @Override
  public long number(int slot, int index) {
    return numberAt(slot, index);
  }

  @Override
  public void setNumber(int slot, int index, long number) {
    putNumber(slot, index, number);
    taken(slot);
  }

  private void taken(int slot) {
    if (tags[slot] == 0) {
      tags[slot] = TAKEN;
      size++;
    }
  }

  @Override
  public @Nullable V get(K key) {
    return value(slot(key));
  }

  @Override
  public void remove(K key) {
    int place = find(key);
    if (tags[place] != 0) {
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
      } while (at < tags.length && tags[at] == 0);
      return at < tags.length;
    }

    @Override
    public K key() {
      return HeapState.this.key(at);
    }

    @Override
    public V value() {
      return held(at);
    }
  }
}
