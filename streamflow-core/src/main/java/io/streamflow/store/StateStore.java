package io.streamflow.store;

import io.streamflow.state.BaseView;
import io.streamflow.state.EpochWrites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Durable state in a directory that this process owns. Each commit is one transaction: all of a
 * checkpoint, or nothing of it, whatever ends the process. Views and snapshots are opened and read
 * on any thread. Commits come from one thread, which must be a platform thread: they are long
 * native calls, and the lock for writing belongs to the thread of the operating system.
 *
 * <p>After a failed commit the store is of no more use for writing: close it. What was committed
 * before is intact, and there when the directory is opened again.
 */
public final class StateStore implements AutoCloseable {
  /** How long a key may be. */
  public static final int MAX_KEY_BYTES = 511;

  /** How many snapshots there may be at once. */
  public static final int MAX_SNAPSHOTS = 16;

  private final ReentrantLock writing = new ReentrantLock();
  private final OwnerLock owner;
  private final DataFile file;
  private final Readers readers;
  private final StoreWriter writer;
  private final Versions versions;
  private boolean failed;
  private boolean closed;
  private volatile CommitFigures lastCommit = CommitFigures.NONE;

  private StateStore(OwnerLock owner, DataFile file, StoreOptions options) {
    this.owner = owner;
    this.file = file;
    this.versions = new Versions();
    this.readers = new Readers(file, versions, options.readers(), MAX_SNAPSHOTS);
    GrowingFile growing = new GrowingFile(file, readers, options.maxMapBytes());
    new LargeLog(file, growing, options).moveAway();
    StoredLog log = StoredLog.read(file);
    versions.replace(log.overlay());
    this.writer = new StoreWriter(file, versions, log, growing, options);
  }

  /**
   * Opens the state in a directory; makes both, but not the directory's parent, if they are not
   * there. Nothing is made or changed where something else is found.
   *
   * @throws StateStoreException if the directory cannot be used, belongs to another job, or holds
   *     what is damaged, newer or not ours
   */
  public static StateStore open(Path directory, StoreOptions options) {
    return StoreOpening.open(directory, options);
  }

  static StateStore of(OwnerLock owner, DataFile file, StoreOptions options) {
    return new StateStore(owner, file, options);
  }

  /** What the last commit told of itself; empty before the first. */
  public Optional<byte[]> manifest() {
    return readers.manifest();
  }

  /**
   * Commits a checkpoint: deletes all ranges, then puts and deletes all pairs.
   *
   * @param manifest what {@link #manifest} is to tell from now on
   * @param writes what the tasks have changed; no two of them have written the same key
   * @throws IllegalArgumentException if a key is empty or too long; then nothing has failed
   * @throws StateStoreException if it cannot be written; the store is to be closed then
   */
  public void commit(byte[] manifest, List<EpochWrites> writes) {
    PlatformThread.require("commit");
    writing.lock();
    try {
      requireWritable();
      long start = System.nanoTime();
      SortedPairs pairs = new SortedPairs(writes);
      Run run = RunBuilder.of(writes, pairs);
      failed = true; // unless it comes to its end
      int growths = writer.commit(manifest, run);
      failed = false;
      long bytes = writes.stream().mapToLong(EpochWrites::bytes).sum();
      lastCommit = new CommitFigures(pairs.size(), bytes, System.nanoTime() - start, growths);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Moves some of what was committed from the log, to which commits append, into the tree, if there
   * is enough of it: for some tens of milliseconds. Called by the thread that commits when it has
   * nothing better to do, until it says that there is nothing to do; otherwise commits do it, and
   * take as much longer. Changes nothing that can be read.
   *
   * @return whether there is more to be moved
   * @throws StateStoreException if it cannot be written; the store is to be closed then
   */
  public boolean fold() {
    PlatformThread.require("fold");
    writing.lock();
    try {
      requireWritable();
      if (!writer.isFoldDue()) {
        return false;
      }
      failed = true; // unless it comes to its end
      writer.foldSlice();
      failed = false;
      return writer.isFoldDue();
    } finally {
      writing.unlock();
    }
  }

  private void requireWritable() {
    if (closed) {
      throw new IllegalStateException("the state in " + file.path() + " is closed");
    }
    if (failed) {
      throw new IllegalStateException(
          "a commit to " + file.path() + " has failed: close the state and open it again");
    }
  }

  /**
   * Opens a task's view, at the newest checkpoint. Should the file have to grow, the view may go on
   * at a newer one without having been renewed.
   *
   * @throws IllegalStateException if there are as many as the store was opened for
   */
  public BaseView view() {
    return new StoreView(readers);
  }

  /**
   * Opens the newest checkpoint for the application to read.
   *
   * @throws IllegalStateException if there are {@link #MAX_SNAPSHOTS} already
   */
  public StoreSnapshot snapshot() {
    return new StoreSnapshot(readers);
  }

  /**
   * Copies the newest checkpoint, forced to the disk, while commits go on: a savepoint. All of the
   * log is moved into the tree before, so that nothing is copied that was deleted. The copy can be
   * opened like any state. What was begun and not finished is never taken for one. A commit that
   * has to grow the file waits for its end. Platform thread only.
   *
   * @param emptyDirectory where to; made if it is not there, but not its parent
   * @throws StateStoreException if it is not empty, or cannot be written
   */
  public void copyTo(Path emptyDirectory) {
    PlatformThread.require("copyTo");
    writing.lock();
    try {
      requireWritable();
      failed = true; // unless it comes to its end
      writer.foldAll();
      failed = false;
    } finally {
      writing.unlock();
    }
    readers.copy(() -> Savepoint.write(file, emptyDirectory));
  }

  /** How large the file is, in bytes. It never shrinks; free space in it is used again. */
  public long fileBytes() {
    try {
      return Files.size(file.path());
    } catch (IOException e) {
      throw StateStoreException.about(file.path(), "it is gone", "stop the job", e);
    }
  }

  /** How many bytes of changes are not moved into the tree yet. Any thread, at any time. */
  public long logBytes() {
    return versions.current().bytes();
  }

  /** What the last commit was; all zero before the first. */
  public CommitFigures lastCommit() {
    return lastCommit;
  }

  /** Waits for calls that are under way, and gives the directory up. Once is enough. */
  @Override
  public void close() {
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        readers.close();
        owner.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
