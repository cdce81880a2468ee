package io.streamflow.store;

import io.streamflow.state.EpochWrites.Write;
import java.util.Arrays;
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
   * Writes sorted pairs, of which the last one of several with the same key counts, straight into
   * the tree if that is empty. Then LMDB need not search, and fills its pages to the brim.
   *
   * @return whether the tree was empty; otherwise nothing was written
   */
  boolean fill(byte[] manifest, Write[] pairs) {
    try (Txn<Window> txn = file.beginWrite()) {
      try (Cursor<Window> cursor = file.cursor(txn)) {
        if (cursor.first()) {
          return false;
        }
        fill(cursor, pairs);
      }
      file.putManifest(txn, manifest);
      txn.commit();
      return true;
    }
  }

  private static void fill(Cursor<Window> cursor, Write[] pairs) {
    KeyBuffer keys = new KeyBuffer();
    for (int i = 0; i < pairs.length; i++) {
      byte[] value = pairs[i].value();
      boolean counts = i + 1 == pairs.length || !Arrays.equals(pairs[i].key(), pairs[i + 1].key());
      if (counts && value != null) {
        cursor.reserve(keys.hold(pairs[i].key()), value.length, PutFlags.MDB_APPEND).write(value);
      }
    }
  }
}
