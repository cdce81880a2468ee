package io.streamflow.connectors.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a log for one source. A file lock, which ends with the process however that ends; what this
 * JVM holds is noted apart, since closing any channel of a file gives up the locks that the process
 * has on it.
 */
final class LogOwner implements Closeable {
  private static final String NAME = "lock";

  /** Behind the text: on Windows others cannot read what is locked. */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private LogOwner(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Becomes the owner.
   *
   * @throws IOException when another is, naming its process, or the file cannot be made
   */
  static LogOwner of(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw taken(directory, "this process (pid " + ProcessHandle.current().pid() + ")");
    }
    try {
      return new LogOwner(real, lock(real));
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock(LOCKED_BYTE, 1, false) != null;
      if (!locked) {
        String owner = Files.readString(file).strip();
        throw taken(directory, "another process" + (owner.isEmpty() ? "" : " (" + owner + ")"));
      }
      channel.truncate(0);
      String text = "pid " + ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return channel;
    } catch (OverlappingFileLockException e) {
      throw taken(directory, "this process, loaded another time");
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static IOException taken(Path directory, String who) {
    return new IOException(
        "the event log "
            + directory
            + " belongs to "
            + who
            + ": stop it first, or give this source a directory of its own");
  }

  /** Gives the log up. The file stays: deleting it could delete another's lock. */
  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(directory);
  }
}
