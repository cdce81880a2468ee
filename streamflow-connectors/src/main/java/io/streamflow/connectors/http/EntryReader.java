package io.streamflow.connectors.http;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a segment one after the other. Used by one thread. */
final class EntryReader implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).limit(0);

  /** Where in the file {@link #buffer} begins. */
  private long bufferStart;

  /** Bytes at a place that are no entry. */
  static final class NoEntryException extends IOException {
    private static final long serialVersionUID = 1L;

    NoEntryException(String message) {
      super(message);
    }
  }

  /** Begins at a place in the file; closes the channel in the end. */
  EntryReader(FileChannel channel, long position) {
    this.channel = channel;
    this.bufferStart = position;
  }

  /** The place after the entry read last. */
  long position() {
    return bufferStart + buffer.position();
  }

  /** Goes on at another place. */
  void position(long place) {
    bufferStart = place;
    buffer.limit(0);
  }

  /**
   * The next entry; null at {@code end}. When it throws, the place stays.
   *
   * @param end how much of the file is there to be read
   * @throws NoEntryException when what stands there is none, or cut
   */
  EntryFormat.@Nullable Read next(long end) throws IOException {
    long place = position();
    if (place >= end) {
      return null;
    }
    need(EntryFormat.HEAD_BYTES, end);
    int mark = buffer.getInt(buffer.position());
    int length = buffer.getInt(buffer.position() + 4);
    int checksum = buffer.getInt(buffer.position() + 8);
    if (mark != EntryFormat.MARK || length < 0 || length > EntryFormat.MAX_BYTES) {
      throw new NoEntryException("no entry begins there");
    }
    need(EntryFormat.HEAD_BYTES + length, end);
    int body = buffer.position() + EntryFormat.HEAD_BYTES;
    if (EntryFormat.checksum(buffer.array(), body, length) != checksum) {
      throw new NoEntryException("the checksum of the entry is wrong");
    }
    try {
      EntryFormat.Read read = EntryFormat.read(buffer.slice(body, length));
      buffer.position(body + length);
      return read;
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new NoEntryException("the entry is not in our format");
    }
  }

  private void need(int bytes, long end) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    long start = position();
    if (start + bytes > end) {
      throw new NoEntryException("the entry is cut");
    }
    int size = Math.max(bytes, CHUNK_BYTES);
    ByteBuffer next =
        buffer.capacity() < size ? ByteBuffer.allocate(size) : ByteBuffer.wrap(buffer.array());
    int kept = buffer.remaining();
    System.arraycopy(buffer.array(), buffer.position(), next.array(), 0, kept);
    next.clear().position(kept);
    next.limit((int) Math.min(next.capacity(), end - start));
    while (next.hasRemaining()) {
      if (channel.read(next, start + next.position()) < 0) {
        throw new NoEntryException("the file is shorter than it was");
      }
    }
    buffer = next.flip();
    bufferStart = start;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
