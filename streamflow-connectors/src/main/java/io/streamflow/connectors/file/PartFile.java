package io.streamflow.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file that is being written, buffered. It is held, so that a second sink that was given the same
 * directory and prefix is found out instead of writing over the first. Used by one thread.
 */
final class PartFile {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path path;
  private final HeldFile file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private boolean empty = true;

  private PartFile(Path path, HeldFile file) {
    this.path = path;
    this.file = file;
  }

  /** Begins a file; one of that name that nobody holds is what a crash has left, and is removed. */
  static PartFile create(Path path) throws IOException {
    try {
      return new PartFile(path, HeldFile.create(path));
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
  }

  boolean empty() {
    return empty;
  }

  /** Takes one line, which must not hold a line break. */
  void writeLine(String line) throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    empty = false;
    if (bytes.length < buffer.remaining()) {
      buffer.put(bytes).put((byte) '\n');
    } else {
      writeBuffered();
      if (bytes.length < buffer.remaining()) {
        buffer.put(bytes);
      } else {
        writeFully(ByteBuffer.wrap(bytes));
      }
      buffer.put((byte) '\n');
    }
  }

  /** Hands what is buffered to the operating system. */
  void writeBuffered() throws IOException {
    buffer.flip();
    writeFully(buffer);
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        file.channel().write(bytes);
      }
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
  }

  /**
   * Makes all of it durable, gives it another name, and lets go of it. The name is durable when the
   * directory is.
   */
  void finish(Path name) throws IOException {
    writeBuffered();
    try {
      file.channel().force(true);
    } catch (IOException e) {
      throw FileProblem.of("make durable", path, e);
    }
    try {
      file.moveTo(name);
    } catch (IOException e) {
      throw FileProblem.of("prepare", name, e);
    }
  }

  /** Removes it, unless it has been finished. */
  void discard() throws IOException {
    file.remove();
  }
}
