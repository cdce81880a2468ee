package io.streamflow.bench;

import java.util.Arrays;

/** A sum per long key in two arrays: as little as a table can be. Used by one thread. */
public final class LongTable {
  private static final long FREE = Long.MIN_VALUE;

  private long[] keys = new long[16];
  private long[] values = new long[16];
  private int size;

  /** Takes what is in a table. */
  public interface Each {
    /** A key and its sum. */
    void take(long key, long sum);
  }

  /** An empty one. */
  public LongTable() {
    Arrays.fill(keys, FREE);
  }

  /** Adds to a key's sum and returns it. */
  public long add(long key, long amount) {
    int mask = keys.length - 1;
    int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (true) {
      long found = keys[at];
      if (found == key) {
        values[at] += amount;
        return values[at];
      }
      if (found == FREE) {
        if (2 * (size + 1) > keys.length) {
          grow();
          return add(key, amount);
        }
        size++;
        keys[at] = key;
        values[at] = amount;
        return amount;
      }
      at = (at + 1) & mask;
    }
  }

  /** Shows each key with its sum. */
  public void forEach(Each each) {
    for (int at = 0; at < keys.length; at++) {
      if (keys[at] != FREE) {
        each.take(keys[at], values[at]);
      }
    }
  }

  /** Forgets all keys, and keeps the room for them. */
  public void clear() {
    if (size > 0) {
      Arrays.fill(keys, FREE);
      size = 0;
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new long[2 * oldKeys.length];
    Arrays.fill(keys, FREE);
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        add(oldKeys[i], oldValues[i]);
      }
    }
  }
}
