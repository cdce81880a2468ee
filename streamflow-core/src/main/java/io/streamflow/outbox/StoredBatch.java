package io.streamflow.outbox;

import io.streamflow.checkpoint.PendingOutbox;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An epoch's output, read from its file as it is iterated. Closing it closes iterations that did
 * not come to their end. Used by one thread.
 */
final class StoredBatch implements OutboxBatch, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final PendingOutbox output;
  private final Path file;
  private final List<DataInputStream> open = new ArrayList<>();

  StoredBatch(PendingOutbox output, Path file) {
    this.output = output;
    this.file = file;
  }

  @Override
  public Optional<OutboxMark> mark() {
    return Optional.of(output.mark());
  }

  @Override
  public long count() {
    return output.records();
  }

  @Override
  public long bytes() {
    return output.recordBytes();
  }

  @Override
  public Iterator<OutboxRecord> iterator() {
    return count() == 0 ? List.<OutboxRecord>of().iterator() : new Records();
  }

  /** Reads all of it, to tell whether it is what was stored; before a record of it is delivered. */
  void verify() throws IOException {
    if (output.fileBytes() == 0) {
      return;
    }
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    }
    if ((int) checksum.getValue() != output.checksum()) {
      throw new StreamCorruptedException("it is damaged: its checksum does not fit");
    }
  }

  @Override
  public void close() {
    for (DataInputStream in : open) {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    open.clear();
  }

  /** Reads chunk by chunk, as they were written. */
  private final class Records implements Iterator<OutboxRecord> {
    private @Nullable DataInputStream in;
    private long left = count();
    private int subtask;
    private long sequence;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public OutboxRecord next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      try {
        return read();
      } catch (BufferUnderflowException e) {
        throw new UncheckedIOException(
            file + " cannot be read", new EOFException("a record is cut off"));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read: " + e, e);
      }
    }

    private OutboxRecord read() throws IOException {
      DataInputStream from = in == null ? begin() : in;
      if (!chunk.hasRemaining()) {
        readChunk(from);
      }
      byte[] bytes = new byte[chunk.getInt()];
      chunk.get(bytes);
      left--;
      if (left == 0) {
        from.close();
        open.remove(from);
      }
      return new OutboxRecord(output.mark().id(), subtask, sequence++, bytes);
    }

    private void readChunk(DataInputStream from) throws IOException {
      byte[] header = new byte[OutboxFile.CHUNK_HEADER_BYTES];
      from.readFully(header);
      ByteBuffer fields = ByteBuffer.wrap(header);
      subtask = fields.getInt();
      sequence = fields.getLong();
      fields.getInt(); // the number of records
      int length = fields.getInt();
      byte[] bytes = length <= chunk.capacity() ? chunk.array() : new byte[length];
      from.readFully(bytes, 0, length);
      chunk = ByteBuffer.wrap(bytes, 0, length);
    }

    private DataInputStream begin() throws IOException {
      // No buffer: a chunk is one.
      DataInputStream from = new DataInputStream(new FileInputStream(file.toFile()));
      open.add(from);
      in = from;
      if (from.readInt() != OutboxFile.MAGIC || from.readInt() != OutboxFile.VERSION) {
        throw new EOFException("it is none of ours, or of a newer version");
      }
      return from;
    }
  }
}
