package io.streamflow.store;

import io.streamflow.state.EpochWrites;
import io.streamflow.state.EpochWrites.Range;
import io.streamflow.state.EpochWrites.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Packs the changes of an epoch into chunks, or takes in chunks from the log. */
final class RunBuilder {
  /** Two chunks fit into a leaf of LMDB's tree; larger values would get pages of their own. */
  private static final int CHUNK_BYTES = 2000;

  private static final int MAX_END_BYTES = 0xFFFF;
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
   * @param pairs in order of their keys; of those with the same key the last one counts
   * @throws IllegalArgumentException if one of them is too long to be stored
   */
  static Run of(List<EpochWrites> writes, Write[] pairs) {
    RunBuilder builder = new RunBuilder();
    builder.places = new long[pairs.length];
    writes.forEach(task -> task.forEachRange(builder::add));
    for (int i = 0; i < pairs.length; i++) {
      if (i + 1 == pairs.length || !Arrays.equals(pairs[i].key(), pairs[i + 1].key())) {
        builder.add(pairs[i]);
      }
    }
    return builder.build();
  }

  private void add(Range range) {
    if (Arrays.compareUnsigned(range.from(), range.to()) < 0) {
      append(Chunk.RANGE, range.from(), range.to());
      ranges.add(range);
    }
  }

  private void add(Write pair) {
    byte[] value = pair.value();
    append(value == null ? Chunk.DELETE : Chunk.PUT, pair.key(), value == null ? NOTHING : value);
  }

  private void append(byte kind, byte[] first, byte[] second) {
    long bytes = Chunk.recordBytes(first, second);
    if (first.length > MAX_END_BYTES || bytes > Integer.MAX_VALUE - CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "what has " + first.length + " and " + second.length + " bytes is too long to be stored");
    }
    if (end + bytes > open.length) {
      closeChunk();
      open = new byte[(int) Math.max(CHUNK_BYTES, Chunk.FIRST + bytes)];
      Chunk.begin(open, chunks.isEmpty());
      end = Chunk.FIRST;
    }
    if (kind != Chunk.RANGE) {
      place(Run.place(chunks.size(), end));
    }
    end = Chunk.write(open, end, kind, first, second);
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
    for (int at = Chunk.FIRST; at < chunk.length; at = Chunk.end(chunk, at)) {
      if (Chunk.kind(chunk, at) == Chunk.RANGE) {
        ranges.add(new Range(Chunk.first(chunk, at), Chunk.second(chunk, at)));
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
