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
    ByteInput input = null;
    try {
      boolean there;
      if (isGzip(path)) {
        GzipInput gzip = GzipInput.open(path);
        input = gzip;
        there = gzip.skipTo(from.bytes());
      } else {
        PlainInput plain = PlainInput.open(path);
        input = plain;
        there = plain.skipTo(from.bytes());
      }
      check(path, from, there, input.head());
      if (from.bytes() > 0 && reading.format.hasHeader()) {
        readHeader(path, decoder, reading);
      }
    } catch (IOException | OffsetMismatchException e) {
      if (input != null) {
        input.close();
      }
      throw e;
    }
    RecordScanner scanner =
        new RecordScanner(
            input, reading.format.boundary(), reading.maxRecordBytes, from.bytes(), from.lines());
    return new OpenFile<>(path, input, scanner, decoder);
  }

  private static void check(Path path, FilePosition from, boolean there, FileHead head)
      throws OffsetMismatchException {
    if (!there) {
      throw new OffsetMismatchException(
          path, "is shorter than the " + from.bytes() + " bytes read");
    }
    if (head.checksum(from.headBytes()) != from.headChecksum()) {
      throw new OffsetMismatchException(path, "now begins with other data");
    }
  }

  /** Shows the decoder the first record, from which it then reads the others. */
  private static <T> void readHeader(Path path, RecordDecoder<T> decoder, Reading<T> reading)
      throws IOException, OffsetMismatchException {
    try (OpenFile<T> beginning = open(path, FilePosition.START, reading)) {
      RecordText text = new RecordText(reading.charset);
      while (beginning.scanner.next(true) == Found.RECORD) {
        String record = beginning.text(text);
        if (!record.isBlank()) {
          decoder.decode(record);
          return;
        }
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
    int headBytes = (int) Math.min(scanner.position(), input.head().length());
    return new FilePosition(
        scanner.position(), scanner.lines(), headBytes, input.head().checksum(headBytes));
  }

  @Override
  public void close() throws IOException {
    scanner.close();
  }
}
