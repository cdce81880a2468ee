package io.streamflow.connectors.file;

import java.util.Arrays;

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

  /** Of the first {@code count} bytes, as far as there are so many. */
  Fingerprint print(int count) {
    return Fingerprint.of(bytes, Math.min(count, length));
  }
}
