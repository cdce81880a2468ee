package io.streamflow.store;

import io.streamflow.state.EpochWrites;
import io.streamflow.state.PackedChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pairs of an epoch in unsigned order of their keys, for LMDB writes sorted keys several times
 * faster. Sorts by eight bytes at a time, as one number, and goes on within those that are equal in
 * them; the bytes that all keys share, of which the keys of one state have many, are passed over.
 * Of pairs with the same key the one added first comes first.
 */
final class SortedPairs {
  /** Fewer than so many are sorted by comparing. */
  private static final int FEW = 48;

  private static final int DIGITS = Long.BYTES;
  private static final int VALUES = 1 << Byte.SIZE;

  private final List<byte[]> blocks = new ArrayList<>();

  /** For each pair the number of its block, in the high half, and its place in there. */
  private final long[] places;

  private final long[] sparePlaces;
  private final long[] prefixes;
  private final long[] sparePrefixes;
  private int count;

  /**
   * Sorts the pairs of several tasks.
   *
   * @throws IllegalArgumentException if a key is empty or longer than LMDB allows
   */
  SortedPairs(List<EpochWrites> writes) {
    int size = writes.stream().mapToInt(EpochWrites::size).sum();
    places = new long[size];
    sparePlaces = new long[size];
    prefixes = new long[size];
    sparePrefixes = new long[size];
    writes.forEach(task -> task.forEachPlace(this::add));
    sort(0, size, 0);
  }

  @SuppressWarnings("ReferenceEquality") // of a block's pairs one comes after the other
  private void add(byte[] block, int at) {
    int length = PackedChange.keyTo(block, at) - PackedChange.keyFrom(at);
    if (length == 0 || length > StateStore.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key must have 1 to "
              + StateStore.MAX_KEY_BYTES
              + " bytes, this one has "
              + length
              + ": longer ones are to be hashed");
    }
    if (blocks.isEmpty() || blocks.getLast() != block) {
      blocks.add(block);
    }
    places[count++] = (long) (blocks.size() - 1) << Integer.SIZE | at;
  }

  int size() {
    return count;
  }

  /** The array in which a pair is. */
  byte[] block(int pair) {
    return blocks.get((int) (places[pair] >>> Integer.SIZE));
  }

  /** The place of a pair in there. */
  int at(int pair) {
    return (int) places[pair];
  }

  /** Whether a pair has the same key as the one after it. */
  boolean isRepeated(int pair) {
    return pair + 1 < count && compare(places[pair], places[pair + 1]) == 0;
  }

  private int compare(long place, long other) {
    return PackedChange.compareKeys(
        blocks.get((int) (place >>> Integer.SIZE)),
        (int) place,
        blocks.get((int) (other >>> Integer.SIZE)),
        (int) other);
  }

  /** Sorts those from {@code from} to {@code to}, which are equal in their first bytes. */
  private void sort(int from, int to, int equalBytes) {
    if (to - from < FEW) {
      compareSort(from, to);
      return;
    }
    int shared = sharedBytes(from, to, equalBytes);
    for (int i = from; i < to; i++) {
      prefixes[i] = prefix(block(i), at(i), shared);
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
      shortest = Math.min(shortest, keyLength(i));
    }
    if (shortest < shared + Long.BYTES) {
      // A key that ends within the eight bytes looks like one that goes on with zeros.
      compareSort(from, to);
    } else {
      sort(from, to, shared + Long.BYTES);
    }
  }

  private int keyLength(int pair) {
    return PackedChange.keyTo(block(pair), at(pair)) - PackedChange.keyFrom(at(pair));
  }

  private void compareSort(int from, int to) {
    if (to - from >= FEW) {
      Long[] boxed = Arrays.stream(places, from, to).boxed().toArray(Long[]::new);
      Arrays.sort(boxed, this::compare);
      for (int i = from; i < to; i++) {
        places[i] = boxed[i - from];
      }
      return;
    }
    for (int i = from + 1; i < to; i++) { // insertion
      long place = places[i];
      int at = i;
      while (at > from && compare(places[at - 1], place) > 0) {
        places[at] = places[at - 1];
        at--;
      }
      places[at] = place;
    }
  }

  private int sharedBytes(int from, int to, int known) {
    byte[] block = block(from);
    int keyFrom = PackedChange.keyFrom(at(from));
    int shared = keyLength(from);
    for (int i = from + 1; i < to && shared > known; i++) {
      byte[] other = block(i);
      int otherFrom = PackedChange.keyFrom(at(i));
      int end = Math.min(shared, keyLength(i));
      int at =
          Arrays.mismatch(
              block, keyFrom + known, keyFrom + end, other, otherFrom + known, otherFrom + end);
      shared = at < 0 ? end : known + at;
    }
    return shared;
  }

  /** Eight bytes of a key as one unsigned number, with zeros after the end. */
  private static long prefix(byte[] block, int at, int skipped) {
    int from = PackedChange.keyFrom(at) + skipped;
    int end = Math.min(PackedChange.keyTo(block, at), from + Long.BYTES);
    long prefix = 0;
    for (int i = from; i < end; i++) {
      prefix |= (block[i] & 0xFFL) << (Byte.SIZE * (Long.BYTES - 1 - (i - from)));
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
        sparePlaces[place] = places[i];
      }
      System.arraycopy(sparePrefixes, from, prefixes, from, to - from);
      System.arraycopy(sparePlaces, from, places, from, to - from);
    }
  }
}
