package io.streamflow.connectors.file;

import io.streamflow.connectors.file.PreparedParts.Entry;
import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The directory of a sink's files, and what is made durable and visible in it and below.
 *
 * @param partitioned whether files may be in directories below
 */
record PartDirectory(
    Path directory, PartNames names, boolean partitioned, boolean replaceExisting) {
  private static final boolean CAN_FORCE_DIRECTORIES =
      !System.getProperty("os.name", "").startsWith("Windows");

  /**
   * Takes the place of a subtask, in a directory that is made when it is not there, and then sees
   * to what earlier runs have left.
   */
  HeldFile holdFor(SinkContext context) throws IOException {
    for (Path changed : create(directory)) {
      force(changed);
    }
    // Made at once: a directory that cannot be written is found before any work is done. Made
    // first: only who holds it may remove what seems to be left by a run that is over.
    Path path = directory.resolve(names.held(context.subtask()));
    HeldFile held;
    try {
      held = HeldFile.create(path);
    } catch (IOException e) {
      throw FileProblem.of("write", path, e);
    }
    try {
      new FormerParts(this, context).clear();
      return held;
    } catch (IOException | RuntimeException e) {
      held.remove();
      throw e;
    }
  }

  /**
   * Makes a directory, if it is not there.
   *
   * @return the directories that have changed by this, which are not durable yet
   */
  static List<Path> create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return List.of();
    }
    try {
      List<Path> parents = new ArrayList<>();
      Path parent = directory.toAbsolutePath().getParent();
      while (parent != null) {
        parents.add(parent);
        parent = Files.isDirectory(parent) ? null : parent.getParent();
      }
      Files.createDirectories(directory);
      return parents;
    } catch (FileAlreadyExistsException e) {
      throw new IOException("cannot write to " + directory + ": it is a file, not a directory", e);
    } catch (IOException e) {
      throw FileProblem.of("create the directory", directory, e);
    }
  }

  /** Where a file is while it is written. */
  Path open(String name) {
    Path file = directory.resolve(name);
    return file.resolveSibling(names.open(String.valueOf(file.getFileName())));
  }

  /** Where a file is when it is finished and not committed. */
  Path pending(String name) {
    Path file = directory.resolve(name);
    return file.resolveSibling(names.pending(String.valueOf(file.getFileName())));
  }

  /** Refuses what no writer of this sink has prepared. */
  void check(Entry entry) throws IOException {
    String name = entry.name();
    int slash = name.lastIndexOf('/');
    boolean ours = names.isCommitted(name.substring(slash + 1));
    if (ours && slash >= 0) {
      try {
        PartitionPath.checked(name.substring(0, slash), names);
      } catch (IllegalArgumentException e) {
        ours = false;
      }
    }
    if (!ours) {
      throw new IOException(
          "cannot commit " + name + " in " + directory + ": not a file of this sink");
    }
  }

  /** Gives a finished file its visible name, unless that has been done before. */
  void makeVisible(String name) throws IOException {
    Path target = directory.resolve(name);
    Path pending = pending(name);
    try {
      Files.move(pending, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(target)) {
        throw missing(target, pending, e);
      }
    } catch (IOException e) {
      throw FileProblem.of("commit", target, e);
    }
  }

  /**
   * Gives a file that nobody writes any more its visible name, with just its first {@code length}
   * bytes, unless that has been done before.
   */
  void settle(String name, long length) throws IOException {
    Path target = directory.resolve(name);
    Path hidden = Files.exists(open(name)) ? open(name) : pending(name);
    if (Files.exists(hidden)) {
      cut(hidden, length);
      try {
        Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw FileProblem.of("commit", target, e);
      }
    } else if (!Files.exists(target)) {
      throw missing(target, hidden, new NoSuchFileException(hidden.toString()));
    } else if (Files.size(target) > length) {
      if (!replaceExisting) {
        throw new IOException(
            ("cannot go on with %s: it holds lines of after the checkpoint, which begin at byte %d"
                    + " and would be written again; cut it off there, or set replaceExisting(),"
                    + " which does that")
                .formatted(target, length));
      }
      cut(target, length);
    }
  }

  private static void cut(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() < length) {
        throw new IOException("it has less than the " + length + " bytes that were prepared");
      }
      channel.truncate(length).force(true);
    } catch (IOException e) {
      throw FileProblem.of("commit", file, e);
    }
  }

  private static IOException missing(Path target, Path hidden, NoSuchFileException cause) {
    return new IOException(
        "cannot commit "
            + target
            + ": neither it nor "
            + hidden
            + " is there any more; put it back, or start without the former state",
        cause);
  }

  /** The directory that a file is in. */
  Path directoryOf(String name) {
    return parent(directory.resolve(name));
  }

  /** Where something below this directory is. */
  static Path parent(Path below) {
    return Objects.requireNonNull(below.getParent(), "directory");
  }

  /** Makes the names in a directory durable. */
  static void force(Path directory) throws IOException {
    if (CAN_FORCE_DIRECTORIES) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        throw FileProblem.of("make durable", directory, e);
      }
    }
  }
}
