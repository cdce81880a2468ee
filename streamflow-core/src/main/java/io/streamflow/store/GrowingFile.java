package io.streamflow.store;

import java.io.IOException;
import java.nio.file.Files;
import org.lmdbjava.Env.MapFullException;
import org.lmdbjava.LmdbException;

/** Lets transactions write to a file, with larger and larger maps until there is room for them. */
final class GrowingFile {
  private final DataFile file;
  private final Readers readers;
  private final long maxMapBytes;

  GrowingFile(DataFile file, Readers readers, long maxMapBytes) {
    this.file = file;
    this.readers = readers;
    this.maxMapBytes = maxMapBytes;
  }

  /**
   * Runs a transaction, again after each growth; returns how often the file has grown.
   *
   * @throws StateStoreException if there is no room for it
   */
  int run(Runnable transaction) {
    int growths = 0;
    while (!fits(transaction)) {
      grow();
      growths++;
    }
    return growths;
  }

  /** False when there was no room in the map; then nothing is written. */
  private boolean fits(Runnable transaction) {
    try {
      transaction.run();
      return true;
    } catch (MapFullException e) {
      return false;
    } catch (LmdbException e) {
      throw StateStoreException.about(
          file.path(),
          "the checkpoint cannot be written",
          "see to it that there is room on the disk ("
              + freeSpace()
              + ") and start again: the last checkpoint is intact",
          e);
    }
  }

  private void grow() {
    long now = file.mapBytes();
    if (now >= maxMapBytes) {
      throw StateStoreException.about(
          file.path(),
          "the checkpoint does not fit in, for it may have " + maxMapBytes + " bytes at most",
          "raise JobOptions.stateMaxSize and start again: the last checkpoint is intact");
    }
    try {
      readers.whileOut(() -> file.grow(Math.min(now * 2, maxMapBytes)));
    } catch (LmdbException e) {
      throw StateStoreException.about(
          file.path(),
          "it cannot grow beyond " + now + " bytes",
          "see to it that there is room on the disk (" + freeSpace() + ") and start again",
          e);
    }
  }

  private String freeSpace() {
    try {
      return (Files.getFileStore(file.path()).getUsableSpace() >> 20) + " MiB are free";
    } catch (IOException e) {
      return "how much is free is not known";
    }
  }
}
