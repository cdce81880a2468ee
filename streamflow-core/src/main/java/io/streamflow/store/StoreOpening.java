package io.streamflow.store;

import java.io.IOException;
import java.nio.file.Path;
import org.lmdbjava.LmdbException;

/**
 * The way from a directory to an open store: look, lock, look again, make what is missing, open.
 */
final class StoreOpening {
  private StoreOpening() {}

  static StateStore open(Path directory, StoreOptions options) {
    return open(own(directory), directory, options);
  }

  /** Takes a directory that can hold state, or has some. */
  static OwnerLock own(Path directory) {
    StoreDirectory place = new StoreDirectory(directory);
    if (!place.isOurs()) {
      place.check(); // before the lock file is made
    }
    place.make();
    OwnerLock owner = OwnerLock.own(directory);
    try {
      place.check(); // now that nobody else changes it
      return owner;
    } catch (RuntimeException | Error e) {
      owner.close();
      throw e;
    }
  }

  /** Opens the state in a directory that is ours, which is given up if that fails. */
  static StateStore open(OwnerLock owner, Path directory, StoreOptions options) {
    try {
      if (!new StoreDirectory(directory).holdsState()) {
        create(directory, options);
      }
      return store(owner, file(directory, options), options);
    } catch (RuntimeException | Error e) {
      owner.close();
      throw e;
    }
  }

  private static StateStore store(OwnerLock owner, DataFile file, StoreOptions options) {
    try {
      return StateStore.of(owner, file, options);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static void create(Path directory, StoreOptions options) {
    // LMDB's lock for writing belongs to a thread of the operating system
    PlatformThread.run(
        options.thread(),
        () -> {
          try {
            StagedFile.make(directory, StagedFile.CREATING, DataFile::create);
          } catch (IOException | LmdbException e) {
            throw StateStoreException.about(
                directory,
                "the state cannot be made",
                "look at the permissions of the directory, and at the room on the disk",
                e);
          }
        });
  }

  private static DataFile file(Path directory, StoreOptions options) {
    long mapBytes = Math.min(options.initialMapBytes(), options.maxMapBytes());
    int readers = options.readers() + StateStore.MAX_SNAPSHOTS + Readers.SPARE;
    try {
      return DataFile.open(directory, mapBytes, readers, options.durable());
    } catch (LmdbException e) {
      throw StateStoreException.about(
          directory.resolve(DataFile.NAME),
          "it cannot be opened with address space for " + mapBytes + " bytes",
          "look at its permissions; if the system refuses so much address space, lower"
              + " JobOptions.stateMaxSize",
          e);
    }
  }
}
