package io.streamflow.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds a key among those of a run: a hash table with open addressing. An entry is the key's
 * position, plus one, in its low bits, and in the high ones, as many as are left, a part of its
 * hash, so that a key that is not there is hardly ever compared with one that is.
 */
final class KeyIndex {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L; // 2^64 by the golden ratio

  private final int[] entries;
  private final int positionMask;

  KeyIndex(int keys) {
    entries = new int[Math.max(2, Integer.highestOneBit(Math.max(1, keys)) << 2)];
    positionMask = entries.length - 1;
  }

  /** Takes in a key that is not there yet. */
  void add(long hash, int position) {
    int slot = (int) hash & positionMask;
    while (entries[slot] != 0) {
      slot = (slot + 1) & positionMask;
    }
    entries[slot] = ((int) (hash >>> Integer.SIZE) & ~positionMask) | (position + 1);
  }

  /** Where to look for a key first. */
  int slot(long hash) {
    return (int) hash & positionMask;
  }

  int next(int slot) {
    return (slot + 1) & positionMask;
  }

  boolean isFree(int slot) {
    return entries[slot] == 0;
  }

  /** Whether the key at a slot may be one with this hash. */
  boolean mayBe(int slot, long hash) {
    return ((entries[slot] ^ (int) (hash >>> Integer.SIZE)) & ~positionMask) == 0;
  }

  int position(int slot) {
    return (entries[slot] & positionMask) - 1;
  }

  /** A hash of some bytes, of which all bits are good. */
  static long hash(byte[] bytes, int from, int to) {
    int length = to - from;
    long hash = length;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      hash = mixed(hash ^ (long) LONG.get(bytes, at));
    }
    long rest = 0;
    for (; at < to; at++) {
      rest = (rest << Byte.SIZE) | (bytes[at] & 0xFF);
    }
    return mixed(hash ^ rest);
  }

  private static long mixed(long bits) {
    long product = bits * MULTIPLIER;
    return (product ^ product >>> Integer.SIZE) * MULTIPLIER ^ product >>> 29;
  }
}
