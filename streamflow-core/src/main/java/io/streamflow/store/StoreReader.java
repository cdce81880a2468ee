package io.streamflow.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lmdbjava.LmdbException;

/**
 * State that no job has open, such as a savepoint, to be read only. While it is open no job can
 * take the directory. Changes nothing in the directory but for the lock file, which is made where
 * it is missing and can be made. Read it on any thread.
 */
public final class StoreReader implements AutoCloseable {
  private final OwnerLock lock;
  private final DataFile file;
  private final Readers readers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreReader(OwnerLock lock, DataFile file, Readers readers) {
    this.lock = lock;
    this.file = file;
    this.readers = readers;
  }

  /** Whether there is state in a directory. Touches nothing. */
  public static boolean isState(Path directory) {
    return new StoreDirectory(directory).holdsState();
  }

  /**
   * Opens the state in a directory.
   *
   * @throws StateStoreException if there is none, if it is damaged or newer, or if it belongs to a
   *     job that is running
   */
  public static StoreReader open(Path directory) {
    StoreDirectory place = new StoreDirectory(directory);
    if (!place.isOurs()) {
      place.check();
    }
    if (!place.holdsState()) {
      throw StateStoreException.about(
          directory, "there is no state", "name the directory of a job's state or of a savepoint");
    }
    OwnerLock lock = OwnerLock.share(directory);
    try {
      place.check();
      int limit = StateStore.MAX_SNAPSHOTS;
      DataFile file = opened(directory, limit);
      return new StoreReader(lock, file, new Readers(file, versions(file), 0, limit));
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static DataFile opened(Path directory, int limit) {
    try {
      return DataFile.openToRead(directory, limit + Readers.SPARE);
    } catch (LmdbException e) {
      throw StateStoreException.about(
          directory.resolve(DataFile.NAME), "it cannot be opened", "look at its permissions", e);
    }
  }

  private static Versions versions(DataFile file) {
    try {
      return new Versions(StoredLog.read(file).overlay());
    } catch (StateStoreException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens what is there.
   *
   * @throws IllegalStateException if it has been opened {@link StateStore#MAX_SNAPSHOTS} times
   */
  public StoreSnapshot snapshot() {
    return new StoreSnapshot(readers);
  }

  /**
   * Copies it, forced to the disk, as {@link StateStore#copyTo} does, on any thread.
   *
   * @throws StateStoreException if the directory is not empty, or cannot be written
   */
  public void copyTo(Path emptyDirectory) {
    PlatformThread.run(
        PlatformThread.NAME, () -> readers.copy(() -> Savepoint.write(file, emptyDirectory)));
  }

  /** Waits for calls that are under way. Once is enough. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      readers.close();
      lock.close(); // not twice: others may share it
    }
  }
}
