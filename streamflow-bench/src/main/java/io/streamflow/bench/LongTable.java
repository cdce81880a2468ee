package io.streamflow.bench;

/** A sum per long key in two arrays: as little as a table can be. */
final class LongTable {
  private static final long FREE = Long.MIN_VALUE;

  long[] keys;
  long[] values;
  private int size;

  LongTable() {
    keys = new long[16];
    values = new long[16];
    java.util.Arrays.fill(keys, FREE);
  }

  /** Adds to a key's sum and returns it. */
  long add(long key, long amount) {
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

  boolean isSet(int at) {
    return keys[at] != FREE;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new long[2 * oldKeys.length];
    java.util.Arrays.fill(keys, FREE);
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        add(oldKeys[i], oldValues[i]);
      }
    }
  }
}
