package io.streamflow.connectors.file;

import io.streamflow.connectors.file.RecordScanner.Found;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;

/**
 * One file while it is being read: its bytes, its records and their decoder. Used by one thread.
 *
 * @param <T> the items
 */
final class OpenFile<T> implements Closeable {
  private final Path path;
  private final ByteInput input;
  private final RecordScanner scanner;
  private final RecordDecoder<T> decoder;

  private OpenFile(Path path, ByteInput input, RecordScanner scanner, RecordDecoder<T> decoder) {
    this.path = path;
    this.input = input;
    this.scanner = scanner;
    this.decoder = decoder;
  }

  /** How files of a source are read. */
  record Reading<T>(RecordFormat<T> format, Charset charset, int maxRecordBytes) {}

  static boolean isGzip(Path path) {
    return path.toString().endsWith(".gz");
  }

  /** Opens a file at {@code from}. */
  static <T> OpenFile<T> open(Path path, FilePosition from, Reading<T> reading)
      throws IOException, OffsetMismatchException {
    RecordDecoder<T> decoder = reading.format.decoder();
    ByteInput input = isGzip(path) ? GzipInput.open(path) : PlainInput.open(path);
    byte[] before = new byte[from.tail().bytes()];
    try {
      goTo(path, from, input, before);
      if (from.bytes() > 0 && reading.format.hasHeader()) {
        readHeader(path, from, decoder, reading);
      }
    } catch (IOException | OffsetMismatchException e) {
      input.close();
      throw e;
    }
    RecordScanner scanner =
        new RecordScanner(
            input,
            reading.format.boundary(),
            reading.maxRecordBytes,
            before,
            from.bytes(),
            from.lines());
    return new OpenFile<>(path, input, scanner, decoder);
  }

  /** Goes to {@code from}, reading what stands just before it on the way. */
  private static void goTo(Path path, FilePosition from, ByteInput input, byte[] before)
      throws IOException, OffsetMismatchException {
    if (!input.skipTo(from.bytes() - before.length) || !fill(input, before)) {
      throw new OffsetMismatchException(
          path, "is shorter than the " + from.bytes() + " bytes read");
    }
    checkHead(path, from, input.head());
    if (!Fingerprint.of(before, before.length).equals(from.tail())) {
      throw new OffsetMismatchException(path, "now holds other data before byte " + from.bytes());
    }
    if (before.length > 0 && before[before.length - 1] != '\n' && fill(input, new byte[1])) {
      throw new IOException(
          "its last line had no newline and was read as it was, but has been continued since; cut"
              + " the file after byte "
              + from.bytes()
              + ", or start without the former state");
    }
  }

  private static void checkHead(Path path, FilePosition from, FileHead head)
      throws OffsetMismatchException {
    if (!head.print(from.head().bytes()).equals(from.head())) {
      throw new OffsetMismatchException(path, "now begins with other data");
    }
  }

  private static boolean fill(ByteInput input, byte[] into) throws IOException {
    for (int filled = 0; filled < into.length; ) {
      int count = input.read(into, filled, into.length - filled);
      if (count < 0) {
        return false;
      }
      filled += count;
    }
    return true;
  }

  /** Shows the decoder the first record, from which it then reads the others. */
  private static <T> void readHeader(
      Path path, FilePosition from, RecordDecoder<T> decoder, Reading<T> reading)
      throws IOException, OffsetMismatchException {
    try (OpenFile<T> beginning = open(path, FilePosition.START, reading)) {
      RecordText text = new RecordText(reading.charset);
      while (beginning.scanner.next(true) == Found.RECORD) {
        String record = beginning.text(text);
        if (!record.isBlank()) {
          decoder.decode(record);
          break;
        }
      }
      // The name may have been given to another file since the first was opened.
      FileHead head = beginning.input.head();
      if (head.length() >= from.head().bytes()) {
        checkHead(path, from, head);
      }
    }
  }

  Path path() {
    return path;
  }

  RecordScanner scanner() {
    return scanner;
  }

  RecordDecoder<T> decoder() {
    return decoder;
  }

  ByteInput input() {
    return input;
  }

  /** The text of the record found last, without a byte order mark at the start of the file. */
  String text(RecordText text) throws IOException {
    byte[] bytes = scanner.buffer();
    int start = scanner.start();
    int length = scanner.length();
    int mark = scanner.line() == 1 ? text.markLength(bytes, start, length) : 0;
    return text.decode(bytes, start + mark, length - mark);
  }

  /** The place after the record found last. */
  FilePosition position() {
    int headBytes = (int) Math.min(scanner.position(), FileHead.MAX_BYTES);
    byte[] tail = scanner.tail();
    return new FilePosition(
        scanner.position(),
        scanner.lines(),
        input.head().print(headBytes),
        Fingerprint.of(tail, tail.length));
  }

  @Override
  public void close() throws IOException {
    scanner.close();
  }
}
