package io.streamflow.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the file is, in its first record: that it is ours, and how to read the rest of it.
 *
 * @param version counts the changes after which older programs would misread the file
 */
record Format(int version) {
  private static final int MAGIC = 0x53464C57; // SFLW
  private static final int CURRENT = 1;

  static Format current() {
    return new Format(CURRENT);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(2 * Integer.BYTES).putInt(MAGIC).putInt(version).array();
  }

  /** Reads a record; empty when it is not one of ours. */
  static Optional<Format> of(byte[] record) {
    if (record.length < 2 * Integer.BYTES || ByteBuffer.wrap(record).getInt() != MAGIC) {
      return Optional.empty();
    }
    return Optional.of(new Format(ByteBuffer.wrap(record).getInt(Integer.BYTES)));
  }
}
