package io.streamflow.store;

import io.streamflow.store.Fold.Limit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * Writes epochs to the log, and moves the log into the tree. Appending costs as much as the changes
 * are large; writing scattered keys into the tree costs a page each, which is why many epochs are
 * moved there together. Used by one platform thread at a time, the one that commits.
 */
final class StoreWriter {
  /** A log is moved into the tree when it is as large as this part of the tree. */
  private static final int TREE_PER_LOG = 10;

  /** But not more than so much: all of it is read when the state is opened. */
  private static final long MAX_LOG_BYTES = 64L << 20;

  /** How long may be moved between two commits: the next one may have to wait for it. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How much more is moved at once when everything waits for it. */
  private static final int LARGER = 5;

  private final DataFile file;
  private final Versions versions;
  private final GrowingFile growing;
  private final long minLogBytes;
  private final long logMemoryBytes;
  private final Limit slice;
  private final Limit largeSlice;
  private int appending;
  private long nextChunk;
  private long treeBytes;
  private @Nullable Fold fold;

  StoreWriter(
      DataFile file, Versions versions, StoredLog log, GrowingFile growing, StoreOptions options) {
    this.file = file;
    this.versions = versions;
    this.growing = growing;
    this.minLogBytes = options.minLogBytes();
    this.logMemoryBytes = options.logMemoryBytes();
    this.slice = new Limit(options.foldPairs(), SLICE_NANOS);
    this.largeSlice = new Limit(Math.multiplyExact(LARGER, options.foldPairs()), Long.MAX_VALUE);
    this.appending = log.appending();
    this.nextChunk = log.next();
    this.treeBytes = stateBytes();
  }

  /** Writes an epoch. Returns how often the file had to grow for it. */
  int commit(byte[] manifest, Run run) {
    EpochTransaction epoch = new EpochTransaction(file, versions);
    int growths = 0;
    if (versions.current().isEmpty() && run.size() > 0) {
      boolean[] filled = new boolean[1];
      growths = growing.run(() -> filled[0] = epoch.fill(manifest, run));
      if (filled[0]) {
        treeBytes = stateBytes();
        return growths;
      }
    }
    while (versions.current().bytes() > StoreOptions.MUCH_TOO_LARGE * logLimit()) {
      growths += fold(largeSlice);
    }
    growths += growing.run(() -> epoch.append(manifest, run, appending, nextChunk));
    nextChunk += run.chunks().length;
    return growths;
  }

  /** Whether something is to be moved into the tree. */
  boolean isFoldDue() {
    Overlay current = versions.current();
    return current.isSealed() || current.bytes() > logLimit();
  }

  /** Moves some of the log into the tree. */
  void foldSlice() {
    fold(slice);
  }

  /** Moves all of the log into the tree. */
  void foldAll() {
    while (!versions.current().isEmpty()) {
      fold(largeSlice);
    }
  }

  private int fold(Limit limit) {
    Fold begun = fold == null ? begin() : fold;
    fold = begun;
    boolean[] last = new boolean[1];
    FoldTransaction transaction = new FoldTransaction(file);
    int growths = growing.run(() -> last[0] = transaction.write(begun, limit, this::giveUpSealed));
    if (last[0]) {
      versions.confirm();
      fold = null;
      treeBytes = stateBytes();
    }
    return growths;
  }

  /** The sealed half of the log is in the tree. */
  private void giveUpSealed(Txn<Window> txn) {
    file.log().clear(txn, 1 - appending);
    versions.announce(txn.getId(), versions.current().withoutSealed());
  }

  /** Begins with what is in the log, or again with what was sealed when the file was opened. */
  private Fold begin() {
    Overlay current = versions.current();
    Overlay sealed = current.seal();
    versions.replace(sealed);
    if (!current.isSealed()) {
      appending = 1 - appending;
    }
    return new Fold(sealed.runs().getFirst());
  }

  private long logLimit() {
    long byState = Math.max(minLogBytes, Math.min(treeBytes / TREE_PER_LOG, MAX_LOG_BYTES));
    return Math.min(byState, logMemoryBytes);
  }

  private long stateBytes() {
    try (Txn<Window> txn = file.beginRead()) {
      return file.stateBytes(txn);
    } catch (LmdbException e) {
      throw StateStoreException.about(
          file.path(), "it cannot be read", "close the state and open it again", e);
    }
  }
}
