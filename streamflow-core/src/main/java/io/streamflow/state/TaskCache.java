package io.streamflow.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What all states of one task share: the last checkpoint, the epochs, the memory budget. Used by
 * the task only.
 *
 * <p>At any time there is the epoch in which entries change now, and perhaps one that is frozen: on
 * its way into the next checkpoint. Their numbers differ by one, so the parity of an epoch tells
 * which of the two an entry's tag means.
 */
final class TaskCache {
  /** The entry has to be written in the epoch of the tag's parity. */
  static final byte DIRTY = 1;

  /** The entry was turned into bytes for the epoch of the tag's parity. */
  static final byte WRITTEN = 2;

  /** The parity of the epoch. */
  static final byte ODD = 4;

  /** The entry was used since the clock's hand went over it. */
  static final byte REFERENCED = 8;

  /** The checkpoint may hold the key, or the frozen epoch puts it there. */
  static final byte IN_BASE = 16;

  /** The key was removed, but the checkpoint may still hold it. */
  static final byte GONE = 32;

  final BaseView base;
  final int firstGroup;
  final int endGroup;
  final long memoryBytes;
  final List<StateBytes<?, ?>> all = new ArrayList<>();

  /** The tag of an entry that has changed in this epoch, but for {@link #IN_BASE}. */
  byte dirtyTag = DIRTY | REFERENCED;

  /** What this epoch deletes at once; the rest is added when it is frozen. */
  EpochWrites writes = new EpochWrites();

  EpochWrites frozenWrites = new EpochWrites();
  boolean frozen;

  /** The memory of entries that are written and not committed, by estimate. */
  long uncommittedBytes;

  /** The states in which something has changed in this epoch. */
  private List<CachedState<?, ?>> changed = new ArrayList<>();

  /** The states of which the frozen epoch has something left to write. */
  private List<CachedState<?, ?>> unwritten = new ArrayList<>();

  /** The states of which the frozen epoch deletes keys. */
  private List<CachedState<?, ?>> deleting = new ArrayList<>();

  /** The states in which deleted keys are to be forgotten. */
  private final List<CachedState<?, ?>> purging = new ArrayList<>();

  /** Room for the places of entries that are about to be written, as many as pay to touch first. */
  final int[] places = new int[16];

  /** Counts what there are hardly any of. */
  long touched;

  /** How many epochs were committed. */
  long commits;

  /** How many entries were evicted. */
  long evicted;

  TaskCache(BaseView base, int firstGroup, int endGroup, long memoryBytes) {
    this.base = base;
    this.firstGroup = firstGroup;
    this.endGroup = endGroup;
    this.memoryBytes = memoryBytes;
  }

  /** The parity of this epoch: 0 or {@link #ODD}. */
  int parity() {
    return dirtyTag & ODD;
  }

  /** Whether a tag is of an entry that the frozen epoch still has to write. */
  boolean isUnwritten(byte tag) {
    return (tag & DIRTY) != 0 && (tag & ODD) != parity();
  }

  /** Whether a tag is of an entry that is just as the checkpoint has it. */
  boolean isSettled(byte tag) {
    boolean pending = frozen && (tag & WRITTEN) != 0 && (tag & ODD) != parity();
    return (tag & DIRTY) == 0 && !pending;
  }

  boolean isOverBudget() {
    long used = 0;
    for (int i = 0; i < all.size(); i++) {
      used += all.get(i).memoryBytes();
    }
    return used > memoryBytes;
  }

  /** How many bytes entries will have that have to be written, by estimate. */
  long dirtyBytes() {
    long sum = 0;
    for (int i = 0; i < all.size(); i++) {
      sum += all.get(i).dirtyBytes();
    }
    return sum;
  }

  /** The memory of entries that cannot be evicted before the next commit, by estimate. */
  long unsettledBytes() {
    long sum = uncommittedBytes;
    for (int i = 0; i < all.size(); i++) {
      StateBytes<?, ?> state = all.get(i);
      sum += state.dirty * state.entryMemoryBytes();
    }
    return sum;
  }

  void changed(CachedState<?, ?> state) {
    changed.add(state);
  }

  void deletes(CachedState<?, ?> state) {
    deleting.add(state);
  }

  void freeze() {
    if (frozen) {
      throw new IllegalStateException("the epoch before has not been committed");
    }
    frozen = true;
    frozenWrites = writes;
    writes = new EpochWrites();
    List<CachedState<?, ?>> none = unwritten;
    unwritten = changed;
    changed = none;
    dirtyTag ^= ODD;
  }

  /** Writes frozen entries for so much work; whether none is left. */
  boolean write(long work) {
    long left = work;
    while (!unwritten.isEmpty()) {
      CachedState<?, ?> state = unwritten.getLast();
      left = state.writeFrozen(left);
      if (state.unwritten() > 0) {
        return false;
      }
      state.allWritten();
      unwritten.removeLast();
    }
    return true;
  }

  EpochWrites takeWrites() {
    if (!frozen || !unwritten.isEmpty()) {
      throw new IllegalStateException(frozen ? "not all is serialized" : "nothing is frozen");
    }
    EpochWrites taken = frozenWrites;
    frozenWrites = new EpochWrites();
    return taken;
  }

  void committed() {
    if (!frozen || !unwritten.isEmpty()) {
      throw new IllegalStateException(frozen ? "not all is serialized" : "nothing is frozen");
    }
    frozen = false;
    uncommittedBytes = 0;
    commits++;
    base.renew();
    for (CachedState<?, ?> state : deleting) {
      state.beginPurge();
    }
    purging.addAll(deleting);
    deleting = new ArrayList<>();
  }

  /** Forgets keys that the checkpoint does not hold any more, looking at so many places. */
  void purge(int places) {
    int left = places;
    while (!purging.isEmpty() && left > 0) {
      left = purging.getLast().purge(left);
      if (left > 0) {
        purging.removeLast();
      }
    }
  }
}
