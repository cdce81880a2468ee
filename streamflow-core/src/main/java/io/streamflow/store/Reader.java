package io.streamflow.store;

import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.EpochWrites.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * One read transaction with its cursor, and the overlay that belongs to it, behind a gate of its
 * own. Whoever grows or closes the file shuts the gates of all readers first, so that none of them
 * is in a native call; readers do not get in each other's way. The gate is held for one call at a
 * time, and all bytes are copied out.
 */
final class Reader {
  private final ReentrantLock gate = new ReentrantLock();
  private final DataFile file;
  private final Versions versions;
  private final boolean pinned;
  private final KeyBuffer keys = new KeyBuffer();

  private @Nullable Txn<Window> txn;
  private @Nullable Cursor<Window> cursor;

  /** What belongs over the tree that the transaction shows. */
  private Overlay overlay = Overlay.NONE;

  /** Whether the cursor still belongs to what was shown before the last renewal. */
  private boolean cursorBehind;

  /** Why nothing can be read any more. */
  private @Nullable String ended;

  /**
   * Begins to read, at the newest checkpoint.
   *
   * @param pinned whether to end when the file grows, rather than to go on at a newer checkpoint
   */
  Reader(DataFile file, Versions versions, boolean pinned) {
    this.file = file;
    this.versions = versions;
    this.pinned = pinned;
    transaction();
  }

  boolean isPinned() {
    return pinned;
  }

  byte @Nullable [] get(byte[] key) {
    gate.lock();
    try {
      Txn<Window> current = transaction();
      if (key.length == 0) {
        return null;
      }
      Write changed = overlay.find(key);
      if (changed != null) {
        return changed.value();
      }
      Window value = file.get(current, keys.hold(key));
      return value == null ? null : value.copy();
    } catch (LmdbException e) {
      throw unreadable(e);
    } finally {
      gate.unlock();
    }
  }

  List<Entry> page(byte[] from, byte[] to, int limit) {
    gate.lock();
    try {
      return scan().page(from, to, limit);
    } catch (LmdbException e) {
      throw unreadable(e);
    } finally {
      gate.unlock();
    }
  }

  byte @Nullable [] first(byte[] from, byte[] to) {
    gate.lock();
    try {
      return scan().first(from, to);
    } catch (LmdbException e) {
      throw unreadable(e);
    } finally {
      gate.unlock();
    }
  }

  byte @Nullable [] last(byte[] from, byte[] to) {
    gate.lock();
    try {
      return scan().last(from, to);
    } catch (LmdbException e) {
      throw unreadable(e);
    } finally {
      gate.unlock();
    }
  }

  Optional<byte[]> manifest() {
    gate.lock();
    try {
      return file.manifest(transaction());
    } catch (LmdbException e) {
      throw unreadable(e);
    } finally {
      gate.unlock();
    }
  }

  /** Goes on at the newest checkpoint. */
  void renew() {
    gate.lock();
    try {
      Txn<Window> current = transaction();
      again(current);
      match(current);
      cursorBehind = true;
    } catch (LmdbException e) {
      throw unreadable(e);
    } finally {
      gate.unlock();
    }
  }

  /** Ends it; nothing can be read any more, for the reason given. Once is enough. */
  void end(String reason) {
    gate.lock();
    try {
      leave();
      if (ended == null) {
        ended = reason;
      }
    } finally {
      gate.unlock();
    }
  }

  /** Keeps its thread out, and its transaction closed, until {@link #readmit}. */
  void keepOut() {
    gate.lock();
    leave();
    if (pinned && ended == null) {
      ended =
          "the state of "
              + file.path()
              + " has outgrown this snapshot: open a new one (snapshots are not meant to be kept)";
    }
  }

  void readmit() {
    gate.unlock();
  }

  private void leave() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
    if (txn != null) {
      txn.close();
      txn = null;
      overlay = Overlay.NONE;
    }
  }

  private Txn<Window> transaction() {
    if (ended != null) {
      throw new IllegalStateException(ended);
    }
    Txn<Window> current = txn;
    if (current == null) {
      current = file.beginRead();
      txn = current;
      match(current);
    }
    return current;
  }

  /** Takes the overlay of what the transaction shows. */
  private void match(Txn<Window> current) {
    Overlay matching = versions.overlayAt(current.getId());
    while (matching == null) {
      again(current); // two commits have come between
      matching = versions.overlayAt(current.getId());
    }
    overlay = matching;
  }

  private static void again(Txn<Window> current) {
    current.reset();
    current.renew();
  }

  private MergedScan scan() {
    Cursor<Window> at = cursor();
    return new MergedScan(overlay, at, keys);
  }

  private Cursor<Window> cursor() {
    Txn<Window> current = transaction();
    Cursor<Window> at = cursor;
    if (at == null) {
      at = file.cursor(current);
      cursor = at;
    } else if (cursorBehind) {
      at.renew(current);
    }
    cursorBehind = false;
    return at;
  }

  private StateStoreException unreadable(LmdbException e) {
    return StateStoreException.about(
        file.path(),
        "it cannot be read",
        "if a commit has failed before, close the state and open it again; otherwise the file is"
            + " damaged, and a savepoint has to take its place",
        e);
  }
}
