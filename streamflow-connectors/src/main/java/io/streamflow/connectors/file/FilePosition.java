package io.streamflow.connectors.file;

import io.streamflow.spi.Offset;

/**
 * A place between two records of a file, as it stands in an {@link Offset}: text such as {@code
 * "5120 bytes, 40 lines, head 1024 9ab3c01f"}.
 *
 * @param bytes how many bytes of (decompressed) content stand before it
 * @param lines how many lines stand before it
 * @param headBytes how many of the first bytes {@code headChecksum} covers
 * @param headChecksum tells whether the file is still the one it was
 */
record FilePosition(long bytes, long lines, int headBytes, int headChecksum) {
  static final FilePosition START = new FilePosition(0, 0, 0, 0);

  Offset offset() {
    String checksum = Integer.toHexString(headChecksum);
    return Offset.of(bytes + " bytes, " + lines + " lines, head " + headBytes + " " + checksum);
  }

  static FilePosition of(Offset offset) {
    String[] words = offset.text().split("[ ,]+", -1);
    try {
      if (words.length == 7) {
        long bytes = Long.parseLong(words[0]);
        int headBytes = Integer.parseInt(words[5]);
        if (headBytes >= 0 && headBytes <= Math.min(FileHead.MAX_BYTES, bytes)) {
          int checksum = Integer.parseUnsignedInt(words[6], 16);
          return new FilePosition(bytes, Long.parseLong(words[2]), headBytes, checksum);
        }
      }
    } catch (NumberFormatException e) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException("not a position in a file: " + offset);
  }
}
