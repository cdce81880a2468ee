package io.streamflow.store;

import io.streamflow.state.EpochWrites.Write;
import org.lmdbjava.Cursor;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * Writes one epoch in one transaction: all of it, or nothing. Runs from beginning to end on one
 * platform thread, to which LMDB's lock for writing belongs. Throws what LMDB throws.
 */
final class EpochTransaction {
  private final DataFile file;
  private final Versions versions;

  EpochTransaction(DataFile file, Versions versions) {
    this.file = file;
    this.versions = versions;
  }

  /** Appends a run's chunks to a half of the log, from this number on. */
  void append(byte[] manifest, Run run, int half, long number) {
    try (Txn<Window> txn = file.beginWrite()) {
      if (run.chunks().length > 0) {
        file.log().append(txn, half, number, run.chunks());
      }
      file.putManifest(txn, manifest);
      if (run.chunks().length > 0) {
        versions.announce(txn.getId(), versions.current().with(run));
      }
      txn.commit();
    }
    versions.confirm();
  }

  /**
   * Writes a run straight into the tree if that is empty. Then LMDB need not search, and fills its
   * pages to the brim.
   *
   * @return whether the tree was empty; otherwise nothing was written
   */
  boolean fill(byte[] manifest, Run run) {
    try (Txn<Window> txn = file.beginWrite()) {
      try (Cursor<Window> cursor = file.cursor(txn)) {
        if (cursor.first()) {
          return false;
        }
        fill(cursor, run);
      }
      file.putManifest(txn, manifest);
      txn.commit();
      return true;
    }
  }

  private static void fill(Cursor<Window> cursor, Run run) {
    KeyBuffer keys = new KeyBuffer();
    for (int i = 0; i < run.size(); i++) {
      Write pair = run.pair(i);
      byte[] value = pair.value();
      if (value != null) {
        cursor.reserve(keys.hold(pair.key()), value.length, PutFlags.MDB_APPEND).write(value);
      }
    }
  }
}
