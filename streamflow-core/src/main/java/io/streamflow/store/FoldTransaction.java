package io.streamflow.store;

import io.streamflow.store.Fold.Limit;
import io.streamflow.store.Fold.Place;
import org.lmdbjava.Cursor;
import org.lmdbjava.Txn;

/** Writes one slice of a fold in one transaction, and with the last one gives up the log's half. */
final class FoldTransaction {
  private final DataFile file;
  private final Versions versions;

  FoldTransaction(DataFile file, Versions versions) {
    this.file = file;
    this.versions = versions;
  }

  /** Writes the next slice; returns whether it was the last. Throws what LMDB throws. */
  boolean write(Fold fold, int half, Limit limit) {
    Place reached;
    boolean last;
    try (Txn<Window> txn = file.beginWrite()) {
      try (Cursor<Window> cursor = file.cursor(txn)) {
        reached = fold.slice(cursor, limit);
      }
      last = fold.isEnd(reached);
      if (last) {
        file.log().clear(txn, half);
        versions.announce(txn.getId(), versions.current().withoutSealed());
      }
      txn.commit();
    }
    fold.committed(reached);
    if (last) {
      versions.confirm();
    }
    return last;
  }
}
