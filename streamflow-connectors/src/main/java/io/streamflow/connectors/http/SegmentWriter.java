package io.streamflow.connectors.http;

import io.streamflow.connectors.http.LogDirectory.Whole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Appends to the last segment of a log. Used by one thread. */
final class SegmentWriter implements Closeable {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final FileChannel file;
  private final Disk disk;
  private Whole whole;

  /** What is in the file is not known any more. */
  static final class LostException extends IOException {
    private static final long serialVersionUID = 1L;

    LostException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private SegmentWriter(FileChannel file, Whole whole, Disk disk) {
    this.file = file;
    this.whole = whole;
    this.disk = disk;
  }

  /** Begins a segment; when that fails, nothing of it is left. */
  static SegmentWriter create(Path directory, long log, long first, Disk disk) throws IOException {
    Segment segment = Segment.in(directory, first);
    FileChannel file =
        FileChannel.open(segment.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      disk.write(file, Segment.head(log, first));
      disk.force(file);
      LogDirectory.force(directory);
      return new SegmentWriter(file, new Whole(segment, Segment.HEAD_BYTES, first), disk);
    } catch (IOException | RuntimeException e) {
      file.close();
      Files.deleteIfExists(segment.file());
      throw e;
    }
  }

  /** Goes on with a segment. */
  static SegmentWriter goOn(Whole whole, Disk disk) throws IOException {
    FileChannel file = FileChannel.open(whole.segment().file(), StandardOpenOption.WRITE);
    file.position(whole.end());
    return new SegmentWriter(file, whole, disk);
  }

  /** What is safe in the segment. */
  Whole whole() {
    return whole;
  }

  boolean isFull(long bytes) {
    return whole.end() >= bytes;
  }

  /**
   * Appends entries, numbered from the segment's next event on; safe when it returns.
   *
   * @throws LostException when what came of it cannot be told or undone
   * @throws IOException when nothing of it is in the file
   */
  void append(List<Entry> entries) throws IOException {
    long safe = whole.end();
    long end = safe;
    long next = whole.next();
    try {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      for (Entry entry : entries) {
        byte[] bytes = EntryFormat.bytes(entry.from(next), safe);
        if (bytes.length > buffer.remaining()) {
          disk.write(file, buffer.flip());
          buffer.clear();
        }
        if (bytes.length > buffer.remaining()) {
          disk.write(file, ByteBuffer.wrap(bytes));
        } else {
          buffer.put(bytes);
        }
        end += bytes.length;
        next += entry.events().size();
      }
      disk.write(file, buffer.flip());
    } catch (IOException e) {
      undo(safe, e);
      throw e;
    }
    try {
      disk.force(file);
    } catch (IOException e) { // a second force may succeed though pages are lost
      throw new LostException(whole.segment().file() + ": " + e.getMessage(), e);
    }
    whole = new Whole(whole.segment(), end, next);
  }

  private void undo(long safe, IOException why) throws LostException {
    try {
      file.truncate(safe);
      file.position(safe);
    } catch (IOException e) {
      why.addSuppressed(e);
      throw new LostException(whole.segment().file() + ": " + why.getMessage(), why);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
