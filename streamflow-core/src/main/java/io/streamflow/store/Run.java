package io.streamflow.store;

import io.streamflow.state.EpochWrites.Write;
import io.streamflow.state.PackedChange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one epoch, or of several in a row, in memory: ranges that are deleted first, then
 * pairs in order of their keys, each key once. The pairs lie in the chunks that are also in the
 * log, so that they cost the garbage collector little. Immutable.
 */
final class Run {
  /** What a pair takes beside its bytes, and a chunk: places, index and array headers. */
  private static final int PAIR_BYTES = 8 + 12;

  private static final int CHUNK_BYTES = 32;

  private final byte[][] chunks;

  /** For each pair the number of its chunk, in the high half, and its place in there. */
  private final long[] places;

  private final Ranges ranges;

  /** None in a run that is soon merged with another one. */
  private final @Nullable KeyIndex index;

  private final long bytes;

  /** A run without an index. */
  Run(byte[][] chunks, long[] places, Ranges ranges) {
    this(chunks, places, ranges, null);
  }

  private Run(byte[][] chunks, long[] places, Ranges ranges, @Nullable KeyIndex index) {
    this.chunks = chunks;
    this.places = places;
    this.ranges = ranges;
    this.index = index;
    long sum = (long) places.length * PAIR_BYTES;
    for (byte[] chunk : chunks) {
      sum += chunk.length + CHUNK_BYTES;
    }
    this.bytes = sum;
  }

  static long place(int chunk, int at) {
    return (long) chunk << Integer.SIZE | at;
  }

  /** With an index, by which keys are found much faster. */
  Run indexed() {
    if (index != null) {
      return this;
    }
    KeyIndex all = new KeyIndex(places.length);
    for (int i = 0; i < places.length; i++) {
      all.add(hash(i), i);
    }
    return new Run(chunks, places, ranges, all);
  }

  /** As one run, without an index, what two tell, of which one is newer. */
  static Run merged(Run older, Run newer) {
    byte[][] chunks = Arrays.copyOf(older.chunks, older.chunks.length + newer.chunks.length);
    System.arraycopy(newer.chunks, 0, chunks, older.chunks.length, newer.chunks.length);
    long shift = place(older.chunks.length, 0);
    long[] places = new long[older.size() + newer.size()];
    int count = 0;
    int at = 0;
    for (int i = 0; i < newer.size(); i++) {
      int order = 1;
      while (at < older.size() && (order = older.compare(at, newer, i)) < 0) {
        if (newer.leaves(older, at)) {
          places[count++] = older.places[at];
        }
        at++;
      }
      if (at < older.size() && order == 0) {
        at++;
      }
      places[count++] = newer.places[i] + shift;
    }
    for (; at < older.size(); at++) {
      if (newer.leaves(older, at)) {
        places[count++] = older.places[at];
      }
    }
    return new Run(chunks, Arrays.copyOf(places, count), older.ranges.and(newer.ranges));
  }

  private boolean leaves(Run older, int position) {
    return ranges.isEmpty() || ranges.covering(older.key(position)) == null;
  }

  byte[][] chunks() {
    return chunks;
  }

  Ranges ranges() {
    return ranges;
  }

  /** How many pairs there are. */
  int size() {
    return places.length;
  }

  /** About how much memory it takes. */
  long bytes() {
    return bytes;
  }

  private byte[] chunk(int position) {
    return chunks[(int) (places[position] >>> Integer.SIZE)];
  }

  private int at(int position) {
    return (int) places[position];
  }

  private long hash(int position) {
    byte[] chunk = chunk(position);
    int at = at(position);
    return KeyIndex.hash(chunk, PackedChange.keyFrom(at), PackedChange.keyTo(chunk, at));
  }

  byte[] key(int position) {
    return PackedChange.first(chunk(position), at(position));
  }

  /** The pair at a position. */
  Write pair(int position) {
    return PackedChange.pair(chunk(position), at(position));
  }

  /** Compares the key at a position with one of another run. */
  int compare(int position, Run other, int otherPosition) {
    return PackedChange.compareKeys(
        chunk(position), at(position), other.chunk(otherPosition), other.at(otherPosition));
  }

  /** The position of a key, or -1; {@code hash} is that of the key. */
  int find(byte[] key, long hash) {
    if (index == null) {
      int position = ceiling(key);
      boolean found =
          position < size() && PackedChange.compareKey(chunk(position), at(position), key) == 0;
      return found ? position : -1;
    }
    for (int slot = index.slot(hash); !index.isFree(slot); slot = index.next(slot)) {
      if (index.mayBe(slot, hash)) {
        int position = index.position(slot);
        if (PackedChange.compareKey(chunk(position), at(position), key) == 0) {
          return position;
        }
      }
    }
    return -1;
  }

  /** The position of the first key that is not less than this one. */
  int ceiling(byte[] key) {
    int low = 0;
    int high = places.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (PackedChange.compareKey(chunk(middle), at(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
