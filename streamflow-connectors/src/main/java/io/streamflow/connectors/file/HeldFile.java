package io.streamflow.connectors.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that one writer holds, with a file lock, for as long as it bears its name. Files are
 * renamed and removed only by who holds them, so that no writer does it to another's. Used by one
 * thread.
 */
final class HeldFile {
  /**
   * The files held in this JVM. A file lock does not do here: on POSIX systems closing any channel
   * of a file, such as that of a second writer that was refused, gives up all locks of the process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path held;
  private final FileChannel channel;
  private boolean released;

  private HeldFile(Path path, Path held, FileChannel channel) {
    this.path = path;
    this.held = held;
    this.channel = channel;
  }

  /**
   * Makes a file; one of that name that nobody holds is what a crash has left, and is removed.
   *
   * @throws FileInUseException when a living writer holds one of that name
   */
  static HeldFile create(Path path) throws IOException {
    Path held = hold(path);
    try {
      return new HeldFile(path, held, createLocked(path));
    } catch (FileAlreadyExistsException e) {
      HELD.remove(held);
      throw inUse();
    } catch (IOException | RuntimeException e) {
      HELD.remove(held);
      throw e;
    }
  }

  /** Removes a file that a crash has left; refuses one that a living writer holds. */
  static void removeLeftover(Path path) throws IOException {
    Path held = hold(path);
    try {
      removeUnlocked(path);
    } finally {
      HELD.remove(held);
    }
  }

  private static Path hold(Path path) throws IOException {
    Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent(), "directory");
    Path held = directory.toRealPath().resolve(path.getFileName());
    if (!HELD.add(held)) {
      throw inUse();
    }
    return held;
  }

  private static FileChannel createLocked(Path path) throws IOException {
    removeUnlocked(path);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try {
      lock(channel, path, fileKey(path));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void removeUnlocked(Path path) throws IOException {
    Object key = fileKey(path);
    try (FileChannel leftover = FileChannel.open(path, StandardOpenOption.WRITE)) {
      lock(leftover, path, key);
      Files.deleteIfExists(path);
    } catch (NoSuchFileException e) {
      // Nothing was left.
    }
  }

  /** Locks a file that was opened just now. */
  private static void lock(FileChannel channel, Path path, @Nullable Object key)
      throws IOException {
    try {
      FileLock lock = channel.tryLock();
      // Before the lock another process may have given the name to a file of its own.
      if (lock != null && Objects.equals(key, fileKey(path))) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Held by code of another class loader.
    }
    throw inUse();
  }

  /** Tells files apart; null for one that is not there, and on file systems that cannot tell. */
  private static @Nullable Object fileKey(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static FileInUseException inUse() {
    return new FileInUseException(
        "another writer holds it; give every sink its own directory or prefix(...)");
  }

  /** Where to write, from the beginning of the file. */
  FileChannel channel() {
    return channel;
  }

  /** Gives it another name and lets go of it. */
  void moveTo(Path name) throws IOException {
    Files.move(path, name, StandardCopyOption.ATOMIC_MOVE);
    released = true;
    HELD.remove(held);
    channel.close();
  }

  /** Lets go of it and leaves it where it is, unless it has been given another name. */
  void release() throws IOException {
    if (!released) {
      released = true;
      HELD.remove(held);
      channel.close();
    }
  }

  /** Removes it, unless it has been given another name or let go of. */
  void remove() throws IOException {
    if (released) {
      return;
    }
    released = true;
    try (channel) {
      if (channel.isOpen()) {
        Files.deleteIfExists(path);
      } else {
        // An interrupted write has closed it, and another process may have taken over the name.
        removeUnlocked(path);
      }
    } catch (FileInUseException e) {
      // It is no longer ours to remove.
    } finally {
      HELD.remove(held);
    }
  }
}
