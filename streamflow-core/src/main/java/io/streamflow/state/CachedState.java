package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/**
 * Keyed state as objects in a table, which is a write-back cache over the last checkpoint: of one
 * state, or of one pane of it. A value that the frozen epoch still has to write is turned into
 * bytes before it is handed out, since the caller may change it in place. Used by one task.
 */
final class CachedState<K, V> extends Table<K, V> implements KeyedState<K, V>, Swept {
  /** How many places can be looked at in the time that turning one entry into bytes takes. */
  static final int PLACES_PER_ENTRY = 64;

  private static final int LEAST_CAPACITY = 2;

  private final TaskCache cache;
  private final StateBytes<K, V> bytes;
  private final KeySpace space;

  /** Whether every key there is has a place in the table. */
  private boolean complete;

  /** Whether the checkpoint may hold keys of this state, or the frozen epoch puts some there. */
  private boolean stored;

  /** How many entries have to be written, in even epochs and in odd ones. */
  private int dirtyEven;

  private int dirtyOdd;

  /** Whether the cache knows, of an even and of an odd epoch, that something has changed. */
  private boolean knownEven;

  private boolean knownOdd;

  /** Whether the cache knows that the frozen epoch deletes keys of this state. */
  private boolean deletes;

  /** How many keys are {@link TaskCache#GONE}. */
  private int gone;

  private int writeHand;
  private int sweepHand;
  private int purgeHand;

  /** A key that neither the table nor the checkpoint had, when so many epochs were committed. */
  private @Nullable K absent;

  private long absentSince;

  /**
   * A state.
   *
   * @param space its keys
   * @param stored whether the checkpoint holds any of them
   * @param expected how many keys there will be, which may come to be fewer or more
   * @param form how the values are numbers, if they are
   * @param spare what another such state has left
   */
  CachedState(
      TaskCache cache,
      StateBytes<K, V> bytes,
      KeySpace space,
      boolean stored,
      int expected,
      @Nullable NumberForm<V> form,
      @Nullable Spare spare) {
    super(LEAST_CAPACITY, expected, form, spare);
    this.cache = cache;
    this.bytes = bytes;
    this.space = space;
    this.stored = stored;
    this.complete = !stored;
  }

  @Override
  public int slot(K key) {
    int at = find(key);
    if (tags[at] == 0) {
      // Before the call: while none takes the key, the JIT need not make the box of a number.
      return complete ? at : missed(key, at);
    }
    bytes.hits++;
    if ((tags[at] & ~TaskCache.IN_BASE) != cache.dirtyTag) {
      touch(at);
    }
    return at;
  }

  private void touch(int at) {
    if (cache.isUnwritten(tags[at])) {
      write(at);
    }
    tags[at] |= TaskCache.REFERENCED;
  }

  @SuppressWarnings("ReferenceEquality") // the same key is often asked for twice
  private int missed(K key, int at) {
    if (key == absent && absentSince == cache.commits) {
      return at;
    }
    bytes.misses++;
    byte[] storedKey = bytes.key(space.prefix(), key);
    byte[] value = cache.base.get(storedKey);
    if (value == null) {
      absent = key;
      absentSince = cache.commits;
      return at;
    }
    put(at, bytes.readValue(space.prefix().length, key, storedKey, value));
    tags[at] = TaskCache.IN_BASE | TaskCache.REFERENCED;
    size++;
    bytes.entries++;
    return at;
  }

  @Override
  public @Nullable V value(int slot) {
    return isLive(slot) ? held(slot) : null;
  }

  @Override
  public boolean hasNumbers(int slot) {
    return isLive(slot) && holdsNumbers(slot);
  }

  @Override
  public long number(int slot, int index) {
    return numberAt(slot, index);
  }

  @Override
  public void set(int slot, V value) {
    put(slot, value);
    changed(slot);
  }

  @Override
  public void setNumber(int slot, int index, long number) {
    putNumber(slot, index, number);
    changed(slot);
  }

  private void changed(int slot) {
    if ((tags[slot] & ~TaskCache.IN_BASE) != cache.dirtyTag) {
      revived(slot);
      markDirty(slot);
    }
  }

  private void revived(int slot) {
    if (tags[slot] == 0) {
      size++;
      bytes.entries++;
    } else if (isGone(slot)) {
      gone--;
    }
  }

  private void markDirty(int at) {
    byte tag = tags[at];
    tags[at] = (byte) (cache.dirtyTag | (tag & TaskCache.IN_BASE));
    if ((tag & TaskCache.DIRTY) != 0) {
      return;
    }
    bytes.dirty++;
    boolean known;
    if (cache.parity() == 0) {
      dirtyEven++;
      known = knownEven;
      knownEven = true;
    } else {
      dirtyOdd++;
      known = knownOdd;
      knownOdd = true;
    }
    if (!known) {
      cache.changed(this);
    }
  }

  private void undirty(int parity, int count) {
    bytes.dirty -= count;
    if (parity == 0) {
      dirtyEven -= count;
    } else {
      dirtyOdd -= count;
    }
  }

  @Override
  public @Nullable V get(K key) {
    return value(slot(key));
  }

  @Override
  public void remove(K key) {
    int at = slot(key); // reads it where need be: then it is known whether the checkpoint has it
    if (!isLive(at)) {
      return;
    }
    if ((tags[at] & TaskCache.IN_BASE) == 0) {
      undirty(cache.parity(), 1); // never written, so it is of this epoch
      discard(at);
      return;
    }
    empty(at);
    gone++;
    markDirty(at);
    tags[at] |= TaskCache.GONE;
  }

  private void discard(int at) {
    if (isGone(at)) {
      gone--;
    }
    bytes.entries--;
    removeAt(at);
  }

  @Override
  public void clear() {
    deleteAll();
    removeAll(LEAST_CAPACITY);
  }

  /**
   * Forgets all keys, of which the table is to be freed then; whether the checkpoint may hold some
   * of them until this epoch is in it.
   */
  boolean deleteAll() {
    writeFrozen(Long.MAX_VALUE);
    undirty(cache.parity(), cache.parity() == 0 ? dirtyEven : dirtyOdd);
    bytes.entries -= size;
    gone = 0;
    complete = true;
    boolean wasStored = stored;
    if (wasStored) {
      cache.writes.deleteRange(space.group(cache.firstGroup), space.group(cache.endGroup));
      stored = false;
    }
    return wasStored;
  }

  @Override
  public boolean isEmpty() {
    return size == gone && (complete || !entries().next());
  }

  @Override
  public Cursor<K, V> entries() {
    return new CachedEntries<>(this, cache, bytes, space);
  }

  /** Whether every key there is has a place in the table. */
  boolean isComplete() {
    return complete;
  }

  /** Whether a place has a value that was not removed. */
  boolean isLive(int at) {
    return tags[at] != 0 && !isGone(at);
  }

  private boolean isGone(int at) {
    return (tags[at] & TaskCache.GONE) != 0;
  }

  /** Whether the table knows of a key that it is there, or that it was removed. */
  boolean knows(K key) {
    int at = find(key); // may make the table grow
    return tags[at] != 0;
  }

  /** How many entries the frozen epoch still has to write. */
  int unwritten() {
    return cache.parity() == 0 ? dirtyOdd : dirtyEven;
  }

  /** The frozen epoch has nothing left to write here. */
  void allWritten() {
    if (cache.parity() == 0) {
      knownOdd = false;
    } else {
      knownEven = false;
    }
  }

  /**
   * Turns frozen entries into bytes until none is left or so much work is done; what is left of the
   * work. Entries move in between, so it goes round until it has found all.
   */
  long writeFrozen(long work) {
    long left = work;
    while (left > 0 && unwritten() > 0) {
      writeHand = writeHand < tags.length ? writeHand : 0;
      int found = 0;
      while (left > 0 && found < cache.places.length && writeHand < tags.length) {
        if (cache.isUnwritten(tags[writeHand])) {
          cache.places[found++] = writeHand;
          left -= PLACES_PER_ENTRY;
        }
        writeHand++;
        left--;
      }
      load(cache.places, found);
      for (int i = 0; i < found; i++) {
        write(cache.places[i]); // moves no entry
      }
    }
    return left;
  }

  /**
   * Reads a word of each value. They lie scattered over the heap, so that most have to come from
   * memory; here the processor can wait for all of them at once, and not for one after the other as
   * they are written.
   */
  private void load(int[] places, int count) {
    if (values.length == 0) {
      return; // they are numbers, beside their keys
    }
    for (int i = 0; i < count; i++) {
      Object value = values[places[i]];
      if (value != null && value.getClass() == Object.class) {
        cache.touched++; // or the JIT would leave it all out
      }
    }
  }

  private void write(int at) {
    V value = value(at);
    bytes.write(cache.frozenWrites, space.prefix(), key(at), value);
    if (value == null && !deletes) {
      deletes = true;
      cache.deletes(this);
    }
    int parity = tags[at] & TaskCache.ODD;
    undirty(parity, 1);
    cache.uncommittedBytes += bytes.entryMemoryBytes();
    int kept = tags[at] & (TaskCache.REFERENCED | TaskCache.GONE);
    tags[at] = (byte) (TaskCache.WRITTEN | parity | kept | TaskCache.IN_BASE);
    stored = true;
  }

  /** Deleted keys may be forgotten from now on. */
  void beginPurge() {
    deletes = false;
    purgeHand = 0;
  }

  /** Forgets deleted keys, looking at so many places; more than 0 are left when it is done. */
  int purge(int places) {
    int left = places;
    while (left > 0 && purgeHand < tags.length && gone > 0) {
      left--;
      if (isGone(purgeHand) && cache.isSettled(tags[purgeHand])) {
        discard(purgeHand); // another entry may have come to this place
      } else {
        purgeHand++;
      }
    }
    return left;
  }

  @Override
  public int sweep(int places) {
    int left = places;
    while (left > 0 && sweepHand < tags.length) {
      left--;
      byte tag = tags[sweepHand];
      if (tag == 0 || !cache.isSettled(tag)) {
        sweepHand++;
      } else if ((tag & TaskCache.REFERENCED) != 0) {
        // Written or not, it is as the checkpoint has it.
        tags[sweepHand++] = (byte) (TaskCache.IN_BASE | (tag & TaskCache.GONE));
      } else {
        complete &= isGone(sweepHand); // the checkpoint does not hold that key either
        discard(sweepHand);
        cache.evicted++;
        if (!cache.isOverBudget()) {
          return 0;
        }
      }
    }
    sweepHand = left > 0 ? 0 : sweepHand;
    return left;
  }

  /** Whether nothing of this state is in memory, and the checkpoint has it all. */
  boolean isEvicted() {
    return size == 0 && !complete;
  }
}
