package io.streamflow.connectors.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is being written, buffered. Held with a file lock, so that a second sink that was
 * given the same directory and prefix is found out instead of writing over the first. Used by one
 * thread.
 */
final class PartFile {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private boolean empty = true;

  private PartFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Begins a file; one of that name that nobody holds is what a crash has left, and is removed. */
  static PartFile create(Path path) throws IOException {
    try {
      removeLeftover(path);
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      PartFile file = new PartFile(path, channel);
      if (!lock(channel)) {
        channel.close();
        throw inUse();
      }
      return file;
    } catch (FileAlreadyExistsException e) {
      throw inUse();
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
  }

  /** Removes a file that a crash has left; refuses one that a living writer holds. */
  static void removeLeftover(Path path) throws IOException {
    if (Files.exists(path)) {
      try (FileChannel leftover = FileChannel.open(path, StandardOpenOption.WRITE)) {
        if (!lock(leftover)) {
          throw inUse();
        }
        Files.deleteIfExists(path);
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static IOException inUse() {
    return new FileInUseException(
        "another writer holds it; give every sink its own directory or prefix(...)");
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
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
  }

  /** Makes all of it durable and lets go of it. */
  void finish() throws IOException {
    writeBuffered();
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      throw FileProblem.of("make durable", path, e);
    }
  }

  /** Removes it. */
  void discard() throws IOException {
    // Removed while the lock is held, so that it cannot be another writer's new file.
    try (channel) {
      Files.deleteIfExists(path);
    }
  }
}
