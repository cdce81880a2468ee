package io.streamflow.connectors.file;

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

/** The directory of a sink's files, and what is made durable in it. */
record PartDirectory(Path directory, PartNames names) {
  private static final boolean CAN_FORCE_DIRECTORIES =
      !System.getProperty("os.name", "").startsWith("Windows");

  /**
   * Begins the file of a subtask, in a directory that is made when it is not there, and then sees
   * to what earlier runs have left.
   */
  PartFile beginFor(SinkContext context, boolean replaceExisting) throws IOException {
    create();
    // Made at once: a directory that cannot be written is found before any work is done. Made
    // first: only who holds it may remove what seems to be left by a run that is over.
    PartFile file = begin(context.subtask());
    try {
      new FormerParts(directory, names, context, replaceExisting).clear();
      return file;
    } catch (IOException | RuntimeException e) {
      file.discard();
      throw e;
    }
  }

  /** Begins the next file of a subtask. */
  PartFile begin(int subtask) throws IOException {
    return PartFile.create(directory.resolve(names.open(subtask)));
  }

  private void create() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      List<Path> parents = new ArrayList<>();
      Path parent = directory.toAbsolutePath().getParent();
      while (parent != null) {
        parents.add(parent);
        parent = Files.isDirectory(parent) ? null : parent.getParent();
      }
      Files.createDirectories(directory);
      for (Path changed : parents) {
        force(changed);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("cannot write to " + directory + ": it is a file, not a directory", e);
    } catch (IOException e) {
      throw FileProblem.of("create the directory", directory, e);
    }
  }

  /**
   * Finishes the file of a subtask, gives it its durable but hidden name, and begins the next one.
   */
  PartFile makePending(PartFile file, int subtask, long epoch) throws IOException {
    file.finish(directory.resolve(names.pending(names.committed(subtask, epoch))));
    // Begun before the wait for the disk, so that nobody finds the place empty for long.
    PartFile next = begin(subtask);
    try {
      force(directory);
      return next;
    } catch (IOException e) {
      next.discard();
      throw e;
    }
  }

  /** Gives a pending file its visible name, unless that has been done before. */
  void makeVisible(String committed) throws IOException {
    if (!names.isCommitted(committed)) {
      throw new IOException(
          "cannot commit " + committed + " in " + directory + ": not a file of this sink");
    }
    Path target = directory.resolve(committed);
    Path pending = directory.resolve(names.pending(committed));
    try {
      Files.move(pending, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(target)) {
        throw new IOException(
            "cannot commit "
                + target
                + ": neither it nor "
                + pending
                + " is there any more; put it back, or start without the former state",
            e);
      }
    } catch (IOException e) {
      throw FileProblem.of("commit", target, e);
    }
    // Also when the name was there already: the crash may have come before this.
    force(directory);
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
