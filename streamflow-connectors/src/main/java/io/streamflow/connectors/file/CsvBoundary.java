package io.streamflow.connectors.file;

/**
 * A newline ends a record unless it stands in a quoted field (RFC 4180). A quote counts only where
 * a field begins, so that a stray one in the middle of a field does not swallow the lines after it.
 */
final class CsvBoundary implements RecordBoundary {
  private enum Place {
    FIELD_START,
    PLAIN,
    QUOTED,
    /** After a quote in a quoted field: its end, or the first half of a doubled quote. */
    QUOTE_SEEN
  }

  private final char delimiter;
  private Place place = Place.FIELD_START;
  private int innerNewlines;

  /** Of records whose fields are separated by {@code delimiter}, an ASCII character. */
  CsvBoundary(char delimiter) {
    this.delimiter = delimiter;
  }

  /**
   * The delimiter itself.
   *
   * @throws IllegalArgumentException when it is a quote, a line break, NUL, or not ASCII
   */
  static char checked(char delimiter) {
    if (delimiter == 0 || delimiter > 0x7f || "\"\r\n".indexOf(delimiter) >= 0) {
      throw new IllegalArgumentException(
          "delimiter must be an ASCII character other than a quote, a line break or NUL, but is "
              + "U+%04X".formatted((int) delimiter));
    }
    return delimiter;
  }

  @Override
  public int find(byte[] bytes, int from, int to) {
    Place at = place;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (at == Place.QUOTED) {
        if (b == '"') {
          at = Place.QUOTE_SEEN;
        } else if (b == '\n') {
          innerNewlines++;
        }
      } else if (b == '\n') {
        place = Place.FIELD_START;
        return i;
      } else if (b == delimiter) {
        at = Place.FIELD_START;
      } else if (b == '"' && at != Place.PLAIN) {
        at = Place.QUOTED;
      } else {
        at = Place.PLAIN;
      }
    }
    place = at;
    return -1;
  }

  @Override
  public int takeInnerNewlines() {
    int taken = innerNewlines;
    innerNewlines = 0;
    place = Place.FIELD_START;
    return taken;
  }
}
