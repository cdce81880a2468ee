package io.streamflow.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * Who reads the file, so that it can be grown and closed with all of them out. Readers come and go
 * on any thread. Locks are taken in one order: this one, then the copier's, then the readers'
 * gates.
 */
final class Readers {
  /**
   * Read transactions beside those of views and snapshots: of the copier, and one for the manifest.
   */
  static final int SPARE = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock copying = new ReentrantLock();
  private final DataFile file;
  private final Versions versions;
  private final int viewLimit;
  private final int snapshotLimit;
  private final Set<Reader> open = new LinkedHashSet<>();
  private int snapshots;
  private boolean closed;

  Readers(DataFile file, Versions versions, int viewLimit, int snapshotLimit) {
    this.file = file;
    this.versions = versions;
    this.viewLimit = viewLimit;
    this.snapshotLimit = snapshotLimit;
  }

  /** Begins to read; see {@link Reader}. */
  Reader begin(boolean pinned) {
    lock.lock();
    try {
      requireOpen();
      if (pinned && snapshots >= snapshotLimit) {
        throw new IllegalStateException(
            "there are " + snapshots + " snapshots of " + file.path() + " already: close some");
      }
      if (!pinned && open.size() - snapshots >= viewLimit) {
        throw new IllegalStateException(
            "there are "
                + viewLimit
                + " views of "
                + file.path()
                + " already: close some, or open the store for more readers");
      }
      Reader reader = new Reader(file, versions, pinned);
      open.add(reader);
      snapshots += pinned ? 1 : 0;
      return reader;
    } catch (LmdbException e) {
      throw StateStoreException.about(
          file.path(), "it cannot be read", "close the state and open it again", e);
    } finally {
      lock.unlock();
    }
  }

  /** The newest manifest; needs none of the readers that are counted. */
  Optional<byte[]> manifest() {
    lock.lock();
    try {
      requireOpen();
      try (Txn<Window> txn = file.beginRead()) {
        return file.manifest(txn);
      }
    } catch (LmdbException e) {
      throw StateStoreException.about(
          file.path(), "it cannot be read", "close the state and open it again", e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a reader. Once is enough. */
  void end(Reader reader) {
    lock.lock();
    try {
      if (open.remove(reader)) {
        snapshots -= reader.isPinned() ? 1 : 0;
        reader.end("this view of " + file.path() + " is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Copies the file while readers read; neither growing nor closing comes between. */
  void copy(Runnable copier) {
    copying.lock();
    try {
      requireOpen();
      copier.run();
    } finally {
      copying.unlock();
    }
  }

  /** Does something to the file with all readers out; they go on at the newest checkpoint. */
  void whileOut(Runnable action) {
    lock.lock();
    copying.lock();
    List<Reader> out = new ArrayList<>(open);
    out.forEach(Reader::keepOut);
    try {
      action.run();
    } finally {
      out.forEach(Reader::readmit);
      copying.unlock();
      lock.unlock();
    }
  }

  /** Ends all readers, and closes the file. Once is enough. */
  void close() {
    lock.lock();
    copying.lock();
    try {
      if (!closed) {
        closed = true;
        open.forEach(reader -> reader.end("the state in " + file.path() + " is closed"));
        open.clear();
        snapshots = 0;
        file.close();
      }
    } finally {
      copying.unlock();
      lock.unlock();
    }
  }

  /** The caller holds one of the two locks, so that it stays open meanwhile. */
  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the state in " + file.path() + " is closed");
    }
  }
}
