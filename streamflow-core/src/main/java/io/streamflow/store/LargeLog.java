package io.streamflow.store;

import io.streamflow.store.DeltaLog.Part;
import io.streamflow.store.Fold.Limit;
import java.util.ArrayList;
import java.util.List;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * A log that is larger than what this heap should hold, as when a JVM with a larger one has written
 * it. It is moved into the tree before the state is used, a part at a time, oldest first. It stays
 * whole until all of it is moved: whoever reads the file meanwhile, or after the process was ended,
 * lays it over a tree that has some of it already, which shows the same.
 */
final class LargeLog {
  private final DataFile file;
  private final GrowingFile growing;
  private final StoreOptions options;

  LargeLog(DataFile file, GrowingFile growing, StoreOptions options) {
    this.file = file;
    this.growing = growing;
    this.options = options;
  }

  /**
   * Moves it if it is there; on a platform thread.
   *
   * @throws StateStoreException if it is damaged, or the file cannot be written
   */
  void moveAway() {
    try (Txn<Window> txn = file.beginRead()) {
      if (file.log().bytes(txn) <= options.mostLogBytes()) {
        return;
      }
    } catch (LmdbException e) {
      throw StoredLog.unreadable(file, e);
    }
    PlatformThread.run(
        options.thread(),
        () -> {
          int newer = newerHalf();
          move(1 - newer);
          move(newer);
          growing.run(this::clear);
        });
  }

  private int newerHalf() {
    try (Txn<Window> txn = file.beginRead()) {
      return file.log().newerHalf(txn);
    } catch (LmdbException e) {
      throw StoredLog.unreadable(file, e);
    }
  }

  private void move(int half) {
    long from = 0;
    while (from >= 0) {
      Part part = part(half, from);
      List<Run> runs = new ArrayList<>(StoredLog.runs(part.chunks()));
      if (!runs.isEmpty()) {
        Overlay.merge(runs, 1);
        move(new Fold(runs.getFirst()));
      }
      from = part.next();
    }
  }

  /** Not more than what a log takes that is moved in the usual way. */
  private Part part(int half, long from) {
    try (Txn<Window> txn = file.beginRead()) {
      return file.log().part(txn, half, from, options.logMemoryBytes());
    } catch (LmdbException e) {
      throw StoredLog.unreadable(file, e);
    }
  }

  private void move(Fold fold) {
    Limit slice = new Limit(options.foldPairs(), Long.MAX_VALUE);
    FoldTransaction transaction = new FoldTransaction(file);
    boolean[] last = new boolean[1];
    while (!last[0]) {
      growing.run(() -> last[0] = transaction.write(fold, slice, _ -> {}));
    }
  }

  private void clear() {
    try (Txn<Window> txn = file.beginWrite()) {
      for (int half = 0; half < DeltaLog.HALVES; half++) {
        file.log().clear(txn, half);
      }
      txn.commit();
    }
  }
}
