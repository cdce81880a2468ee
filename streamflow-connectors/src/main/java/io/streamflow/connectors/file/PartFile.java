package io.streamflow.connectors.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being written, buffered, perhaps compressed. What is durable of a compressed file
 * is always whole gzip members, so that it can be cut off there. Used by one thread.
 */
final class PartFile {
  private final Path path;
  private final String name;
  private final long beganNanos;
  private final HeldFile file;
  private final ByteBuffer buffer;
  private final boolean gzip;
  private @Nullable GZIPOutputStream member;
  private long flushed;
  private long durable;
  private long prepared;
  private boolean discarded;

  private PartFile(
      Path path, String name, long beganNanos, HeldFile file, int bufferBytes, boolean gzip) {
    this.path = path;
    this.name = name;
    this.beganNanos = beganNanos;
    this.file = file;
    this.buffer = ByteBuffer.allocate(bufferBytes);
    this.gzip = gzip;
  }

  /**
   * Begins a file; one at that place that nobody holds is what a crash has left, and is removed.
   *
   * @param path where it is while it is written
   * @param name where it will be visible, below the sink's directory
   */
  static PartFile create(Path path, String name, long nowNanos, int bufferBytes, boolean gzip)
      throws IOException {
    try {
      return new PartFile(path, name, nowNanos, HeldFile.create(path), bufferBytes, gzip);
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
  }

  String name() {
    return name;
  }

  /** How old it is. */
  long ageNanos(long nowNanos) {
    return nowNanos - beganNanos;
  }

  /** The bytes of it so far, as written to disk; those a compressor keeps back are missing. */
  long length() {
    return flushed + buffer.position();
  }

  /** How much of it the epoch prepared last has; 0 when no epoch has any. */
  long preparedLength() {
    return prepared;
  }

  /** The epoch that is prepared has all that is durable. */
  void markPrepared() {
    prepared = durable;
  }

  /** Takes whole lines. */
  void write(byte[] lines) throws IOException {
    if (!gzip) {
      put(lines, 0, lines.length);
      return;
    }
    if (member == null) {
      member = new GZIPOutputStream(new Compressed(), 4096);
    }
    member.write(lines);
  }

  private void put(byte[] bytes, int offset, int length) throws IOException {
    if (discarded) {
      return;
    }
    if (length > buffer.remaining()) {
      writeBuffered();
    }
    if (length > buffer.remaining()) {
      writeFully(ByteBuffer.wrap(bytes, offset, length));
    } else {
      buffer.put(bytes, offset, length);
    }
  }

  /** Hands what is buffered to the operating system. */
  void writeBuffered() throws IOException {
    if (buffer.position() > 0) {
      buffer.flip();
      writeFully(buffer);
      buffer.clear();
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        flushed += file.channel().write(bytes);
      }
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
  }

  /** Makes all of it durable. Its name is when the directory is. */
  void force() throws IOException {
    endMember();
    writeBuffered();
    if (flushed > durable) {
      try {
        file.channel().force(true);
      } catch (IOException e) {
        throw FileProblem.of("make durable", path, e);
      }
      durable = flushed;
    }
  }

  private void endMember() throws IOException {
    if (member != null) {
      GZIPOutputStream ended = member;
      member = null;
      ended.close();
    }
  }

  /** Makes all of it durable, gives it another name, and lets go of it. */
  void finish(Path target) throws IOException {
    force();
    try {
      file.moveTo(target);
    } catch (IOException e) {
      throw FileProblem.of("prepare", target, e);
    }
  }

  /** Removes it, unless it has been finished. */
  void discard() throws IOException {
    drop();
    file.remove();
  }

  /** Lets go of it and leaves what was written of it. */
  void leave() throws IOException {
    drop();
    file.release();
  }

  private void drop() throws IOException {
    discarded = true;
    endMember(); // which gives back the compressor's memory
  }

  /** Where the compressor writes; closed by nobody but the file. */
  private final class Compressed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      put(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      put(bytes, offset, length);
    }
  }
}
