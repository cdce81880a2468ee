package io.streamflow.connectors.file;

import io.streamflow.spi.Offset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between two records of a file, as it stands in an {@link Offset}: text such as {@code
 * "5120 bytes, 40 lines, head 1024 9ab3c01f, tail 256 71f00d"}.
 *
 * @param bytes how many bytes of (decompressed) content stand before it
 * @param lines how many lines stand before it
 * @param head of the file's first bytes, as far as they stand before it
 * @param tail of the bytes that stand just before it. Together with the head it tells whether the
 *     file is still the one it was: many files begin alike, with a banner or a header
 */
record FilePosition(long bytes, long lines, Fingerprint head, Fingerprint tail) {
  static final FilePosition START = new FilePosition(0, 0, Fingerprint.NONE, Fingerprint.NONE);

  private static final String NUMBER = "(\\d{1,18})";
  private static final String PRINT = "(\\d{1,9}) ([0-9a-f]{1,8})";
  private static final Pattern TEXT =
      Pattern.compile(NUMBER + " bytes, " + NUMBER + " lines, head " + PRINT + ", tail " + PRINT);

  Offset offset() {
    return Offset.of(
        bytes + " bytes, " + lines + " lines, head " + text(head) + ", tail " + text(tail));
  }

  private static String text(Fingerprint print) {
    return print.bytes() + " " + Integer.toHexString(print.checksum());
  }

  static FilePosition of(Offset offset) {
    Matcher text = TEXT.matcher(offset.text());
    if (text.matches()) {
      long bytes = Long.parseLong(text.group(1));
      Fingerprint head = print(text.group(3), text.group(4));
      Fingerprint tail = print(text.group(5), text.group(6));
      if (head.bytes() <= Math.min(FileHead.MAX_BYTES, bytes)
          && tail.bytes() <= Math.min(RecordScanner.TAIL_BYTES, bytes)) {
        return new FilePosition(bytes, Long.parseLong(text.group(2)), head, tail);
      }
    }
    throw new IllegalArgumentException("not a position in a file: " + offset);
  }

  private static Fingerprint print(String bytes, String checksum) {
    return new Fingerprint(Integer.parseInt(bytes), Integer.parseUnsignedInt(checksum, 16));
  }
}
