package io.streamflow.store;

import io.streamflow.state.EpochWrites;
import io.streamflow.state.EpochWrites.Write;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The pairs of an epoch in unsigned order of their keys, for LMDB writes sorted keys several times
 * faster. Sorts by eight bytes at a time, as one number, and goes on within those that are equal in
 * them; the bytes that all keys share, of which the keys of one state have many, are passed over.
 */
final class SortedPairs {
  /** Fewer than so many are sorted by comparing. */
  private static final int FEW = 96;

  private static final int DIGITS = Long.BYTES;
  private static final int VALUES = 1 << Byte.SIZE;

  private final Write[] pairs;
  private final Write[] spare;
  private final long[] prefixes;
  private final long[] sparePrefixes;

  private SortedPairs(Write[] pairs) {
    this.pairs = pairs;
    this.spare = new Write[pairs.length];
    this.prefixes = new long[pairs.length];
    this.sparePrefixes = new long[pairs.length];
  }

  /**
   * Sorts the pairs of several tasks; of those with the same key, the one added first comes first.
   *
   * @throws IllegalArgumentException if a key is empty or longer than LMDB allows
   */
  static Write[] of(List<EpochWrites> writes) {
    Write[] all = new Write[writes.stream().mapToInt(EpochWrites::size).sum()];
    int[] count = {0};
    writes.forEach(task -> task.forEachPair(pair -> all[count[0]++] = checked(pair)));
    new SortedPairs(all).sort(0, all.length, 0);
    return all;
  }

  private static Write checked(Write pair) {
    int length = pair.key().length;
    if (length == 0 || length > StateStore.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key must have 1 to "
              + StateStore.MAX_KEY_BYTES
              + " bytes, this one has "
              + length
              + ": longer ones are to be hashed");
    }
    return pair;
  }

  /** Sorts those from {@code from} to {@code to}, which are equal in their first bytes. */
  private void sort(int from, int to, int equalBytes) {
    if (to - from < FEW) {
      compareSort(from, to, equalBytes);
      return;
    }
    int shared = sharedBytes(from, to, equalBytes);
    for (int i = from; i < to; i++) {
      prefixes[i] = prefix(pairs[i].key(), shared);
    }
    radixSort(from, to);
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || prefixes[i] != prefixes[start]) {
        sortEqual(start, i, shared);
        start = i;
      }
    }
  }

  private void sortEqual(int from, int to, int shared) {
    if (to - from < 2) {
      return;
    }
    int shortest = Integer.MAX_VALUE;
    for (int i = from; i < to; i++) {
      shortest = Math.min(shortest, pairs[i].key().length);
    }
    if (shortest < shared + Long.BYTES) {
      // A key that ends within the eight bytes looks like one that goes on with zeros.
      compareSort(from, to, shared);
    } else {
      sort(from, to, shared + Long.BYTES);
    }
  }

  private void compareSort(int from, int to, int equalBytes) {
    Comparator<Write> order =
        (a, b) ->
            Arrays.compareUnsigned(
                a.key(), equalBytes, a.key().length, b.key(), equalBytes, b.key().length);
    Arrays.sort(pairs, from, to, order);
  }

  private int sharedBytes(int from, int to, int known) {
    byte[] first = pairs[from].key();
    int shared = first.length;
    for (int i = from + 1; i < to && shared > known; i++) {
      byte[] key = pairs[i].key();
      int end = Math.min(shared, key.length);
      int at = Arrays.mismatch(first, known, end, key, known, end);
      shared = at < 0 ? end : known + at;
    }
    return shared;
  }

  /** Eight bytes as one unsigned number, with zeros after the end. */
  private static long prefix(byte[] key, int from) {
    long prefix = 0;
    int end = Math.min(key.length, from + Long.BYTES);
    for (int i = from; i < end; i++) {
      prefix |= (key[i] & 0xFFL) << (Byte.SIZE * (Long.BYTES - 1 - (i - from)));
    }
    return prefix;
  }

  /** From the last digit to the first, each time keeping the order of what is equal. */
  private void radixSort(int from, int to) {
    for (int digit = 0; digit < DIGITS; digit++) {
      int shift = Byte.SIZE * digit;
      int[] ends = new int[VALUES + 1];
      for (int i = from; i < to; i++) {
        ends[(int) (prefixes[i] >>> shift & (VALUES - 1)) + 1]++;
      }
      if (ends[(int) (prefixes[from] >>> shift & (VALUES - 1)) + 1] == to - from) {
        continue; // all the same
      }
      for (int value = 0; value < VALUES; value++) {
        ends[value + 1] += ends[value];
      }
      for (int i = from; i < to; i++) {
        int place = from + ends[(int) (prefixes[i] >>> shift & (VALUES - 1))]++;
        sparePrefixes[place] = prefixes[i];
        spare[place] = pairs[i];
      }
      System.arraycopy(sparePrefixes, from, prefixes, from, to - from);
      System.arraycopy(spare, from, pairs, from, to - from);
    }
  }
}
