package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/**
 * One value per key, for one step on one subtask. Used by that subtask's task only.
 *
 * <p>An operator finds a key's slot once per item, and reads and writes through it, so that a key
 * is hashed once. A slot is good until the next call that takes a key. A value that was changed in
 * place must be {@link #set} again: that is how a durable backend knows of the change.
 *
 * <p>A state that {@link NumberForm holds numbers} gives them as such, or in objects that are made
 * for the call. Values that are no numbers have none; see {@link #hasNumbers}.
 *
 * @param <K> the key
 * @param <V> the values
 */
public interface KeyedState<K, V> {

  /** The slot of a key, made if there is none; a new slot's value is null until set. */
  int slot(K key);

  /** The value in a slot, or null when it was never set. */
  @Nullable V value(int slot);

  /** Sets the value in a slot and notes the change. */
  void set(int slot, V value);

  /** The only number in a slot of a state that {@link NumberForm holds one}; 0 when never set. */
  default long number(int slot) {
    return number(slot, 0);
  }

  /** Sets the only number in a slot of a state that holds one, and notes the change. */
  default void setNumber(int slot, long number) {
    setNumber(slot, 0, number);
  }

  /** Whether there is a value in a slot, and it is numbers. */
  boolean hasNumbers(int slot);

  /** One of the numbers in a slot that {@link #hasNumbers}, or that was never set: then 0. */
  long number(int slot, int index);

  /**
   * Sets one of the numbers in such a slot, and notes the change. In one that was never set, all
   * are to be set.
   */
  void setNumber(int slot, int index, long number);

  /** The value of a key, or null when it has none. */
  @Nullable V get(K key);

  /** Forgets a key. */
  void remove(K key);

  /** Forgets all keys. */
  void clear();

  /** Whether there are no keys. */
  boolean isEmpty();

  /** All entries, in no particular order; this state must not change meanwhile. */
  Cursor<K, V> entries();

  /**
   * Goes through entries.
   *
   * @param <K> the key
   * @param <V> the value
   */
  interface Cursor<K, V> {
    /** Goes to the next entry, if there is one. */
    boolean next();

    /** The key of the entry at hand. */
    K key();

    /** The value of the entry at hand. */
    V value();
  }
}
