package io.streamflow.store;

/**
 * How changes are packed in the log, and in memory: a chunk begins with a byte that tells whether
 * an epoch begins with it, and goes on with {@link io.streamflow.state.PackedChange packed
 * changes}.
 */
final class Chunk {
  /** Where the first change is. */
  static final int FIRST = 1;

  private static final byte GOES_ON = 0;
  private static final byte BEGINS_EPOCH = 1;

  private Chunk() {}

  static void begin(byte[] chunk, boolean beginsEpoch) {
    chunk[0] = beginsEpoch ? BEGINS_EPOCH : GOES_ON;
  }

  static boolean beginsEpoch(byte[] chunk) {
    return chunk[0] == BEGINS_EPOCH;
  }
}
