package io.streamflow.outbox;

import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.spi.OutboxMark;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * An epoch's output of a sink while it is written: chunks of records of one subtask each. Streams,
 * not channels: an interrupt would close a channel. Used by one thread at a time.
 *
 * <pre>
 * file    magic, version, chunk...
 * chunk   subtask, sequence of the first record (long), number of records, bytes of all, record...
 * record  length, bytes
 * </pre>
 */
final class OutboxFile {
  static final int MAGIC = 0x53464f58; // "SFOX"
  static final int VERSION = 1;
  static final int HEADER_BYTES = 2 * Integer.BYTES;
  static final int CHUNK_HEADER_BYTES = 3 * Integer.BYTES + Long.BYTES;

  private final Path path;
  private final OutboxMark mark;
  private final boolean lasting;
  private final FileOutputStream out;
  private final CRC32C checksum = new CRC32C();
  private long records;
  private long recordBytes;
  private long fileBytes;

  @SuppressWarnings("StreamResourceLeak") // closed by seal or discard
  OutboxFile(Path path, OutboxMark mark, boolean lasting) throws IOException {
    this.path = path;
    this.mark = mark;
    this.lasting = lasting;
    this.out = new FileOutputStream(path.toFile());
    write(ByteBuffer.allocate(HEADER_BYTES).putInt(MAGIC).putInt(VERSION).array(), HEADER_BYTES);
  }

  /**
   * Writes a chunk.
   *
   * @param bytes of records, each behind its length
   * @param length how many of these bytes
   */
  void append(int subtask, long firstSequence, int count, byte[] bytes, int length)
      throws IOException {
    ByteBuffer header =
        ByteBuffer.allocate(CHUNK_HEADER_BYTES)
            .putInt(subtask)
            .putLong(firstSequence)
            .putInt(count)
            .putInt(length);
    write(header.array(), CHUNK_HEADER_BYTES);
    write(bytes, length);
    records += count;
    recordBytes += length - (long) Integer.BYTES * count;
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    checksum.update(bytes, 0, length);
    fileBytes += length;
  }

  /** How long it is. */
  long bytes() {
    return fileBytes;
  }

  /** Forces it to the disk and ends it. */
  PendingOutbox seal() throws IOException {
    try (out) {
      if (lasting) {
        out.getFD().sync();
      }
    }
    return new PendingOutbox(mark, records, recordBytes, fileBytes, (int) checksum.getValue());
  }

  /** Ends and deletes it. */
  void discard() throws IOException {
    out.close();
    Files.deleteIfExists(path);
  }
}
