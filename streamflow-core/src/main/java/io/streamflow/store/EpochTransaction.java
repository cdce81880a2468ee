package io.streamflow.store;

import io.streamflow.state.EpochWrites;
import io.streamflow.state.EpochWrites.Range;
import io.streamflow.state.EpochWrites.Write;
import java.util.Arrays;
import java.util.List;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/**
 * Writes one epoch in one transaction: all of it, or nothing. Runs from beginning to end on one
 * platform thread, to which LMDB's lock for writing belongs. Throws what LMDB throws.
 */
final class EpochTransaction {
  private static final PutFlags[] ANYWHERE = {};
  private static final PutFlags[] AT_THE_END = {PutFlags.MDB_APPEND};

  private final DataFile file;
  private final KeyBuffer keys = new KeyBuffer();

  EpochTransaction(DataFile file) {
    this.file = file;
  }

  /** Deletes the ranges, then puts and deletes the pairs, which are sorted. */
  void write(byte[] manifest, List<EpochWrites> writes, Write[] pairs) {
    try (Txn<Window> txn = file.beginWrite()) {
      try (Cursor<Window> cursor = file.cursor(txn)) {
        writes.forEach(task -> task.forEachRange(range -> delete(cursor, range)));
        if (pairs.length > 0) {
          write(cursor, pairs);
        }
      }
      file.putManifest(txn, manifest);
      txn.commit();
    }
  }

  private void delete(Cursor<Window> cursor, Range range) {
    boolean found =
        range.from().length == 0
            ? cursor.first()
            : cursor.get(keys.hold(range.from()), GetOp.MDB_SET_RANGE);
    while (found && Arrays.compareUnsigned(cursor.key().copy(), range.to()) < 0) {
      cursor.delete();
      found = cursor.next(); // LMDB knows that it stands on the next one already
    }
  }

  private void write(Cursor<Window> cursor, Write[] pairs) {
    // Behind all that is there LMDB need not search, and fills its pages to the brim.
    boolean append =
        !cursor.last() || Arrays.compareUnsigned(cursor.key().copy(), pairs[0].key()) < 0;
    PutFlags[] where = append ? AT_THE_END : ANYWHERE;
    for (int i = 0; i < pairs.length; i++) {
      byte[] key = pairs[i].key();
      byte[] value = pairs[i].value();
      if (i + 1 < pairs.length && Arrays.equals(key, pairs[i + 1].key())) {
        continue; // the last one counts
      }
      if (value != null) {
        cursor.reserve(keys.hold(key), value.length, where).write(value);
      } else if (!append && cursor.get(keys.hold(key), GetOp.MDB_SET)) {
        cursor.delete();
      }
    }
  }
}
