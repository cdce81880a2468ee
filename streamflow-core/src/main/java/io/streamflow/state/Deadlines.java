package io.streamflow.state;

/**
 * Keys that wait for moments of event time, for one step on one subtask. Used by that subtask's
 * task only.
 *
 * @param <K> the keys
 */
public interface Deadlines<K> {

  /**
   * Lets a key wait for a time, in milliseconds since the epoch, later than those that were taken
   * out. Where it waits for that already, it may come out twice.
   */
  void add(long time, K key);

  /** The first time that a key waits for, or {@link PanedState#NEVER}. */
  long first();

  /** Takes out the keys that wait for the first time; good until the next call of this. */
  KeyList<K> takeFirst();
}
