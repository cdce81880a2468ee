package io.streamflow.store;

import org.jspecify.annotations.Nullable;

/**
 * Which overlay belongs to which transaction. LMDB shows a commit to new readers before the writer
 * can tell of it, so that the overlay of a commit is announced beforehand, with the number of its
 * transaction; a reader takes the one that belongs to what it sees. No reader ever waits. Written
 * by the thread that commits, read by any.
 */
final class Versions {
  /** An overlay, and the first transaction that it belongs to. */
  private record Version(long from, Overlay overlay) {}

  private record Known(Version current, @Nullable Version announced) {}

  private volatile Known known;

  /** Before anything is known of a log. */
  Versions() {
    this(Overlay.NONE);
  }

  /** At the opening of the file, with what its log tells. */
  Versions(Overlay overlay) {
    known = new Known(new Version(0, overlay), null);
  }

  /** The overlay of the last commit; exact for the thread that commits. */
  Overlay current() {
    return known.current.overlay;
  }

  /** Puts another one in its place that tells the same. */
  void replace(Overlay same) {
    known = new Known(new Version(known.current.from, same), null);
  }

  /** Tells that this transaction, which is about to be committed, changes the overlay. */
  void announce(long transaction, Overlay overlay) {
    known = new Known(known.current, new Version(transaction, overlay));
  }

  /** Tells that what was announced is committed. */
  void confirm() {
    Version announced = known.announced;
    if (announced != null) {
      known = new Known(announced, null);
    }
  }

  /** The overlay for what a reader sees, or null when that is no longer known: look again. */
  @Nullable Overlay overlayAt(long transaction) {
    Known now = known;
    if (now.announced != null && transaction >= now.announced.from) {
      return now.announced.overlay;
    }
    return transaction >= now.current.from ? now.current.overlay : null;
  }
}
