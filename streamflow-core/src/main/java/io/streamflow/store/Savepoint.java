package io.streamflow.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.lmdbjava.LmdbException;

/** Writes a copy of a data file to a directory of its own. */
final class Savepoint {
  private Savepoint() {}

  static void write(DataFile file, Path directory) {
    StoreDirectory target = new StoreDirectory(directory);
    Set<String> names = target.names();
    if (!names.equals(Set.of(StagedFile.COPYING))) { // what a crash cut off is begun again
      target.check();
      if (!names.isEmpty()) {
        throw StateStoreException.about(
            directory,
            "a savepoint needs an empty directory, and this one holds "
                + StoreDirectory.shown(names),
            "name a new one");
      }
    }
    target.make();
    try {
      StagedFile.make(directory, StagedFile.COPYING, file::copyTo);
      Files.createFile(directory.resolve(OwnerLock.NAME)); // for readers, who may not make it
    } catch (IOException | LmdbException e) {
      throw StateStoreException.about(
          directory,
          "the savepoint cannot be written",
          "see to it that there is room on the disk, and take it again; the job's own state is not"
              + " touched",
          e);
    }
  }
}
