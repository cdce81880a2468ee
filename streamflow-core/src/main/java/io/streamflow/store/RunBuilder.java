package io.streamflow.store;

import io.streamflow.state.EpochWrites;
import io.streamflow.state.EpochWrites.Range;
import io.streamflow.state.PackedChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packs the changes of an epoch into chunks, or takes in chunks from the log. */
final class RunBuilder {
  /** Two chunks fit into a leaf of LMDB's tree; larger values would get pages of their own. */
  private static final int CHUNK_BYTES = 2000;

  private static final byte[] NOTHING = {};

  private final List<byte[]> chunks = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private long[] places = new long[16];
  private int count;
  private byte[] open = NOTHING;
  private int end;

  /**
   * An epoch's changes.
   *
   * @param pairs the same changes, sorted; of pairs with the same key the last one counts
   * @throws IllegalArgumentException if the end of a range is too long to be stored
   */
  static Run of(List<EpochWrites> writes, SortedPairs pairs) {
    RunBuilder builder = new RunBuilder();
    builder.places = new long[pairs.size()];
    writes.forEach(task -> task.forEachRange(builder::add));
    for (int i = 0; i < pairs.size(); i++) {
      if (!pairs.isRepeated(i)) {
        builder.add(pairs.block(i), pairs.at(i));
      }
    }
    return builder.build();
  }

  private void add(Range range) {
    byte[] from = range.from();
    byte[] to = range.to();
    if (from.length > PackedChange.MAX_FIRST_BYTES) {
      throw new IllegalArgumentException("a range cannot begin with " + from.length + " bytes");
    }
    if (Arrays.compareUnsigned(from, to) < 0) {
      makeRoom(PackedChange.bytes(from.length, to.length));
      end = PackedChange.write(open, end, PackedChange.RANGE, from, to);
      ranges.add(range);
    }
  }

  private void add(byte[] block, int at) {
    int length = PackedChange.end(block, at) - at;
    makeRoom(length);
    place(Run.place(chunks.size(), end));
    System.arraycopy(block, at, open, end, length);
    end += length;
  }

  private void makeRoom(long bytes) {
    if (end + bytes > open.length) {
      closeChunk();
      open = new byte[Math.toIntExact(Math.max(CHUNK_BYTES, Chunk.FIRST + bytes))];
      Chunk.begin(open, chunks.isEmpty());
      end = Chunk.FIRST;
    }
  }

  private void closeChunk() {
    if (end > 0) {
      chunks.add(end == open.length ? open : Arrays.copyOf(open, end));
      end = 0;
    }
  }

  private void place(long place) {
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count + 16);
    }
    places[count++] = place;
  }

  /** Takes in the next chunk of an epoch. */
  void take(byte[] chunk) {
    for (int at = Chunk.FIRST; at < chunk.length; at = PackedChange.end(chunk, at)) {
      if (PackedChange.kind(chunk, at) == PackedChange.RANGE) {
        ranges.add(new Range(PackedChange.first(chunk, at), PackedChange.second(chunk, at)));
      } else {
        place(Run.place(chunks.size(), at));
      }
    }
    chunks.add(chunk);
  }

  /** What has come so far; the builder is of no more use. */
  Run build() {
    closeChunk();
    return new Run(
        chunks.toArray(byte[][]::new),
        count == places.length ? places : Arrays.copyOf(places, count),
        Ranges.of(ranges));
  }
}
