package io.streamflow.bench.spike;

/**
 * An item.
 *
 * @param index its number, from 0
 * @param dueMillis when it was there to be read, by the wall clock
 * @param seen how many items of its key there have been, itself included; 0 before the keyed step
 */
record Tick(long index, long dueMillis, long seen) {
  static final int KEYS = 500;

  long key() {
    return index % KEYS;
  }

  /** Itself, counted after another of its key. */
  Tick after(Tick before) {
    return new Tick(index, dueMillis, before.seen + 1);
  }

  /** What {@link #seen} must say after the keyed step, which leaves a key's first item as it is. */
  static long expectedSeen(long index) {
    return index / KEYS;
  }
}
