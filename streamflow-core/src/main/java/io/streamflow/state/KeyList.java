package io.streamflow.state;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys one after the other; unboxed as long as all are {@code Long}. Used by one thread.
 *
 * @param <K> the keys
 */
public final class KeyList<K> {
  private static final int FIRST_ROOM = 8;

  /** A list that once was longer than this gives its room back. */
  private static final int MOST_KEPT = 1024;

  private static final long[] NO_LONGS = {};
  private static final @Nullable Object[] NO_OBJECTS = {};

  private long[] longs = NO_LONGS;
  private @Nullable Object[] objects = NO_OBJECTS;
  private boolean unboxed = true;
  private int size;

  KeyList() {}

  void add(K key) {
    if (key instanceof Long number && unboxed) {
      if (size == longs.length) {
        longs = Arrays.copyOf(longs, Math.max(FIRST_ROOM, 2 * size));
      }
      longs[size++] = number;
      return;
    }
    if (unboxed) {
      box();
    }
    if (size == objects.length) {
      objects = Arrays.copyOf(objects, Math.max(FIRST_ROOM, 2 * size));
    }
    objects[size++] = key;
  }

  private void box() {
    objects = new @Nullable Object[Math.max(FIRST_ROOM, 2 * size)];
    for (int i = 0; i < size; i++) {
      objects[i] = longs[i];
    }
    longs = NO_LONGS;
    unboxed = false;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Forgets the keys, and mostly keeps the room for as many. */
  void clear() {
    if (size > MOST_KEPT) {
      longs = NO_LONGS;
      objects = NO_OBJECTS;
    } else {
      Arrays.fill(objects, 0, Math.min(size, objects.length), null);
    }
    unboxed = objects.length == 0;
    size = 0;
  }

  /** The key at an index. */
  @SuppressWarnings("unchecked") // only keys of this type were added
  public K get(int index) {
    return (K) (unboxed ? longs[index] : Objects.requireNonNull(objects[index]));
  }
}
