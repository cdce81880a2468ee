package io.streamflow.connectors.file;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of a file's content. They tell whether a file of the same name is still the same
 * file, whatever was renamed, copied or truncated in between; an inode number is used again too
 * soon for that, and changes when a file is restored.
 */
final class FileHead {
  static final int MAX_BYTES = 1024;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;

  /** Takes what belongs to the head out of bytes read at {@code position}. */
  void take(byte[] from, int offset, int count, long position) {
    if (position == length && length < MAX_BYTES) {
      int taken = Math.min(count, MAX_BYTES - length);
      System.arraycopy(from, offset, bytes, length, taken);
      length += taken;
    }
  }

  int length() {
    return length;
  }

  /** Whether {@code other}, as long as this head, holds the same bytes. */
  boolean sameAs(byte[] other, int otherLength) {
    return otherLength == length && Arrays.equals(bytes, 0, length, other, 0, length);
  }

  /** A checksum of the first {@code count} bytes. */
  int checksum(int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue();
  }
}
