package io.streamflow.store;

import io.streamflow.state.EpochWrites.Range;
import io.streamflow.state.EpochWrites.Write;
import java.util.Arrays;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;
import org.lmdbjava.PutFlags;

/**
 * Moves a run into the tree, slice by slice: first deletes its ranges there, then puts and deletes
 * its pairs, in order of their keys. As long as the run lies over the tree, nobody can tell how far
 * it has come; and it can be begun anew at any time. Throws what LMDB throws.
 */
final class Fold {
  private static final PutFlags[] ANYWHERE = {};
  private static final PutFlags[] AT_THE_END = {PutFlags.MDB_APPEND};

  /** How often to look at the clock. */
  private static final int PAIRS_PER_LOOK = 256;

  private final Run run;
  private final KeyBuffer keys = new KeyBuffer();

  /** What the last slice that was committed has come to. */
  private Place place = new Place(0, 0);

  /** How many ranges and pairs are done. */
  record Place(int ranges, int pairs) {}

  /** How much one slice may do: so many pairs of the tree, and about so long. */
  record Limit(int pairs, long nanos) {}

  Fold(Run run) {
    this.run = run;
  }

  /** Whether a slice that came to this place was the last. */
  boolean isEnd(Place reached) {
    return reached.ranges == run.ranges().size() && reached.pairs == run.size();
  }

  /** Takes note that the slice that came to this place is committed. */
  void committed(Place reached) {
    place = reached;
  }

  /** Writes the next slice with a cursor of the tree; returns where it has come to. */
  Place slice(Cursor<Window> cursor, Limit limit) {
    long begun = System.nanoTime();
    int ranges = place.ranges;
    int left = limit.pairs;
    while (ranges < run.ranges().size() && left > 0) {
      int deleted = delete(cursor, run.ranges().get(ranges), left);
      ranges += deleted < left ? 1 : 0;
      left -= Math.min(left, deleted + 1); // one for the look
    }
    int pairs = place.pairs;
    if (left > 0 && pairs < run.size()) {
      // Behind all that is there LMDB need not search, and fills its pages to the brim.
      boolean append =
          !cursor.last() || Arrays.compareUnsigned(cursor.key().copy(), run.key(pairs)) < 0;
      int end = (int) Math.min(run.size(), (long) pairs + left);
      do {
        write(cursor, run.pair(pairs++), append);
      } while (pairs < end
          && (pairs % PAIRS_PER_LOOK != 0 || System.nanoTime() - begun < limit.nanos));
    }
    return new Place(ranges, pairs);
  }

  /** Deletes at most so many pairs of a range; fewer when none is left. */
  private int delete(Cursor<Window> cursor, Range range, int limit) {
    int deleted = 0;
    boolean found =
        range.from().length == 0
            ? cursor.first()
            : cursor.get(keys.hold(range.from()), GetOp.MDB_SET_RANGE);
    while (found
        && deleted < limit
        && Arrays.compareUnsigned(cursor.key().copy(), range.to()) < 0) {
      cursor.delete();
      deleted++;
      found = cursor.next(); // LMDB knows that it stands on the next one already
    }
    return deleted;
  }

  private void write(Cursor<Window> cursor, Write pair, boolean append) {
    byte[] value = pair.value();
    if (value != null) {
      PutFlags[] where = append ? AT_THE_END : ANYWHERE;
      cursor.reserve(keys.hold(pair.key()), value.length, where).write(value);
    } else if (!append && cursor.get(keys.hold(pair.key()), GetOp.MDB_SET)) {
      cursor.delete();
    }
  }
}
