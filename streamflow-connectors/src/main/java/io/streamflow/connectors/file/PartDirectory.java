package io.streamflow.connectors.file;

import io.streamflow.spi.SinkContext;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;

/**
 * The directory of a sink's files, as one subtask sees it. Each subtask looks after the files of
 * its own number only (subtask 0 also after numbers that no subtask has now), so that writers that
 * open at the same time, in one process or several, need not know of each other.
 */
record PartDirectory(Path directory, PartNames names) {
  private static final boolean CAN_FORCE_DIRECTORIES =
      !System.getProperty("os.name", "").startsWith("Windows");

  /** Makes the directory and sees to what earlier runs left in it. */
  void prepareFor(SinkContext context, boolean replaceExisting) throws IOException {
    create();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (mine(names.subtaskOfCommitted(name), context)) {
          if (!replaceExisting) {
            throw new IOException(
                "cannot write to "
                    + directory
                    + ": it holds "
                    + name
                    + " of an earlier run; remove it, choose another directory or prefix(...), or"
                    + " set replaceExisting()");
          }
          Files.deleteIfExists(file);
        } else if (replaceExisting && mine(names.subtaskOfUnfinished(name), context)) {
          PartFile.removeLeftover(file);
        }
      }
    } catch (FileSystemException | FileInUseException e) {
      throw FileProblem.of("write to", directory, e);
    }
  }

  private static boolean mine(OptionalInt subtask, SinkContext context) {
    return subtask.isPresent()
        && (subtask.getAsInt() == context.subtask()
            || (context.subtask() == 0 && subtask.getAsInt() >= context.parallelism()));
  }

  private void create() throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      Files.createDirectories(directory);
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        force(parent);
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("cannot write to " + directory + ": it is a file, not a directory", e);
    } catch (IOException e) {
      throw FileProblem.of("create the directory", directory, e);
    }
  }

  Path open(int subtask) {
    return directory.resolve(names.open(subtask));
  }

  /** Gives a finished file its durable but hidden name; returns its later visible one. */
  String makePending(int subtask, long epoch) throws IOException {
    String committed = names.committed(subtask, epoch);
    Path pending = directory.resolve(names.pending(committed));
    try {
      Files.move(open(subtask), pending, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
      return committed;
    } catch (IOException e) {
      throw FileProblem.of("prepare", pending, e);
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
            "cannot commit " + target + ": neither it nor " + pending + " is there any more", e);
      }
    } catch (IOException e) {
      throw FileProblem.of("commit", target, e);
    }
    // Also when the name was there already: the crash may have come before this.
    force(directory);
  }

  /** Makes the names in a directory durable. */
  private static void force(Path directory) throws IOException {
    if (CAN_FORCE_DIRECTORIES) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        throw FileProblem.of("make durable", directory, e);
      }
    }
  }
}
