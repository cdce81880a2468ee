package io.streamflow.store;

import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.EpochWrites.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;

/**
 * Reads in order what the tree and an overlay hold together. Stretches of the tree that the overlay
 * hides are passed over in one step. Throws what LMDB throws. Not for two threads at once.
 */
final class MergedScan {
  private static final byte[] NOTHING = {};

  private final Overlay overlay;
  private final Cursor<Window> cursor;
  private final KeyBuffer keys;

  MergedScan(Overlay overlay, Cursor<Window> cursor, KeyBuffer keys) {
    this.overlay = overlay;
    this.cursor = cursor;
    this.keys = keys;
  }

  List<Entry> page(byte[] from, byte[] to, int limit) {
    return upwards(from, to, limit, true);
  }

  byte @Nullable [] first(byte[] from, byte[] to) {
    List<Entry> found = upwards(from, to, 1, false);
    return found.isEmpty() ? null : found.getFirst().key();
  }

  private List<Entry> upwards(byte[] from, byte[] to, int limit, boolean values) {
    List<Entry> entries = new ArrayList<>();
    if (limit <= 0) {
      return entries;
    }
    Heads heads = Heads.from(overlay, from);
    byte[] inTree = keyHere(seek(from));
    while (entries.size() < limit) {
      byte[] head = heads.key();
      int order = head == null ? 1 : inTree == null ? -1 : Arrays.compareUnsigned(head, inTree);
      byte[] key = order <= 0 ? head : inTree;
      if (key == null || Arrays.compareUnsigned(key, to) >= 0) {
        break;
      }
      if (order <= 0) {
        byte[] value = heads.value();
        if (value != null) {
          entries.add(new Entry(key, value));
        }
        heads.advance();
        inTree = order == 0 ? keyHere(cursor.next()) : inTree;
        continue;
      }
      Range hidden = overlay.covering(key, 0);
      if (hidden == null) {
        entries.add(new Entry(key, values ? cursor.val().copy() : NOTHING));
        inTree = entries.size() < limit ? keyHere(cursor.next()) : null;
      } else {
        inTree = keyHere(seek(hidden.to()));
      }
    }
    return entries;
  }

  byte @Nullable [] last(byte[] from, byte[] to) {
    Heads heads = Heads.below(overlay, to);
    byte[] inTree = keyHere(seekBelow(to));
    while (true) {
      byte[] head = heads.key();
      int order = head == null ? 1 : inTree == null ? -1 : Arrays.compareUnsigned(inTree, head);
      byte[] key = order <= 0 ? head : inTree;
      if (key == null || Arrays.compareUnsigned(key, from) < 0) {
        return null;
      }
      if (order <= 0) {
        if (heads.value() != null) {
          return key;
        }
        heads.advance();
        inTree = order == 0 ? keyHere(cursor.prev()) : inTree;
        continue;
      }
      Range hidden = overlay.covering(key, 0);
      if (hidden == null) {
        return key;
      }
      inTree = keyHere(seekBelow(hidden.from()));
    }
  }

  private byte @Nullable [] keyHere(boolean found) {
    return found ? cursor.key().copy() : null;
  }

  /** Moves to the first key that is not less; LMDB itself refuses to look for an empty one. */
  private boolean seek(byte[] key) {
    return key.length == 0 ? cursor.first() : cursor.get(keys.hold(key), GetOp.MDB_SET_RANGE);
  }

  private boolean seekBelow(byte[] key) {
    return seek(key) ? cursor.prev() : cursor.last();
  }
}
