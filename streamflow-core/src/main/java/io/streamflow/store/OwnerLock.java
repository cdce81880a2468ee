package io.streamflow.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has a state directory: one that writes, or any number that read. Held by the operating
 * system, so that it ends with the process however that ends; the file tells others the pid.
 *
 * <p>What this JVM holds is also noted here. Asking the system would not do: when a process closes
 * any channel to a file, it loses the locks that it has on it by others.
 */
final class OwnerLock implements AutoCloseable {
  static final String NAME = "streamflow.lock";

  /**
   * Behind the text, which others must be able to read: on Windows they cannot read what is locked.
   */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final Map<Path, OwnerLock> HELD = new HashMap<>();

  private final Path directory;
  private final @Nullable FileChannel channel;
  private final boolean shared;
  private int holders = 1;

  private OwnerLock(Path directory, @Nullable FileChannel channel, boolean shared) {
    this.directory = directory;
    this.channel = channel;
    this.shared = shared;
  }

  /** Becomes the owner of a directory; makes the lock file if need be. */
  static OwnerLock own(Path directory) {
    return take(directory, false);
  }

  /**
   * Keeps others from becoming the owner; where no lock file can be made, nothing needs to be kept.
   */
  static OwnerLock share(Path directory) {
    return take(directory, true);
  }

  private static OwnerLock take(Path directory, boolean shared) {
    synchronized (HELD) {
      try {
        Path real = directory.toRealPath();
        OwnerLock held = HELD.get(real);
        if (held != null && shared && held.shared) {
          held.holders++;
          return held;
        }
        if (held != null) {
          throw taken(directory, held.shared, "this process (pid " + pid() + ")");
        }
        OwnerLock lock = new OwnerLock(real, shared ? lockToRead(real) : lockToOwn(real), shared);
        HELD.put(real, lock);
        return lock;
      } catch (IOException e) {
        throw StateStoreException.about(
            directory.resolve(NAME),
            "the directory cannot be locked",
            "it must be writable, and on a local disk: network file systems do not do",
            e);
      }
    }
  }

  private static FileChannel lockToOwn(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lock(channel, directory, false);
    byte[] text = ("pid " + pid() + " on " + host() + "\n").getBytes(StandardCharsets.UTF_8);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text), 0);
    return channel;
  }

  private static @Nullable FileChannel lockToRead(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      if (!Files.isWritable(directory)) {
        return null; // nobody can own it either
      }
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    lock(channel, directory, true);
    return channel;
  }

  private static void lock(FileChannel channel, Path directory, boolean shared) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock(LOCKED_BYTE, 1, shared);
      if (lock == null) {
        throw taken(directory, false, ownerIn(directory));
      }
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private static StateStoreException taken(Path directory, boolean toRead, String who) {
    return StateStoreException.about(
        directory,
        (toRead ? "it is being read by " : "it belongs to a job of ") + who,
        toRead
            ? "close what reads it first"
            : "stop that job first, give this one another directory, or read the state of a"
                + " running job with job.state");
  }

  private static String ownerIn(Path directory) {
    try {
      String text = Files.readString(directory.resolve(NAME)).strip();
      return text.isEmpty() ? "another process" : "another process (" + text + ")";
    } catch (IOException e) {
      return "another process";
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  /** Asked of the system, not of the network, which may keep one waiting. */
  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      String windows = System.getenv("COMPUTERNAME");
      return windows == null ? "this host" : windows;
    }
  }

  /** Gives the directory up. The file stays: deleting it could delete another's lock. */
  @Override
  public void close() {
    synchronized (HELD) {
      if (holders == 0 || --holders > 0) {
        return;
      }
      HELD.remove(directory);
      if (channel == null) {
        return;
      }
      try (channel) {
        if (!shared) {
          channel.truncate(0); // the pid is of no more use
        }
      } catch (IOException e) {
        // closed all the same, and the system has let go of the lock
      }
    }
  }
}
