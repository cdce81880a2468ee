package io.streamflow.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A data file that is made in a directory of its own, forced to the disk, and then renamed into
 * place, so that there never is half of one.
 */
final class StagedFile {
  /** Holds a first data file while it is made. Left behind by a crash, it is of no use. */
  static final String CREATING = "creating.tmp";

  /** Holds a savepoint while it is made. Left behind by a crash, it tells that there is none. */
  static final String COPYING = "copying.tmp";

  private StagedFile() {}

  /**
   * Makes a data file.
   *
   * @param directory where it is to be
   * @param stage the name of the directory in it to make it in
   * @param maker writes it into the directory that it is given
   * @throws IOException if files cannot be moved or forced; what the maker throws is passed on
   */
  static void make(Path directory, String stage, Consumer<Path> maker) throws IOException {
    Path staging = directory.resolve(stage);
    delete(staging);
    Files.createDirectory(staging);
    try {
      maker.accept(staging);
      Path made = staging.resolve(DataFile.NAME);
      try (FileChannel file = FileChannel.open(made, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(made, directory.resolve(DataFile.NAME), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(staging);
    }
    force(directory);
  }

  private static void delete(Path staging) throws IOException {
    Files.deleteIfExists(staging.resolve(DataFile.NAME));
    Files.deleteIfExists(staging.resolve(DataFile.LOCK_NAME));
    Files.deleteIfExists(staging);
  }

  /**
   * Makes the names of a directory's files last. Windows has no such call, and does not need it.
   */
  static void force(Path directory) throws IOException {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
