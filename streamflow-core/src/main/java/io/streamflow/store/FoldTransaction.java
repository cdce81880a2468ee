package io.streamflow.store;

import io.streamflow.store.Fold.Limit;
import io.streamflow.store.Fold.Place;
import java.util.function.Consumer;
import org.lmdbjava.Cursor;
import org.lmdbjava.Txn;

/** Writes one slice of a fold in one transaction. */
final class FoldTransaction {
  private final DataFile file;

  FoldTransaction(DataFile file) {
    this.file = file;
  }

  /**
   * Writes the next slice; returns whether it was the last. Throws what LMDB throws.
   *
   * @param withLast what else belongs into the transaction of the last one
   */
  boolean write(Fold fold, Limit limit, Consumer<Txn<Window>> withLast) {
    Place reached;
    boolean last;
    try (Txn<Window> txn = file.beginWrite()) {
      try (Cursor<Window> cursor = file.cursor(txn)) {
        reached = fold.slice(cursor, limit);
      }
      last = fold.isEnd(reached);
      if (last) {
        withLast.accept(txn);
      }
      txn.commit();
    }
    fold.committed(reached);
    return last;
  }
}
