package io.streamflow.function;

import java.io.Serializable;

/**
 * A step with memory: one state value per key, and timers that carry a value of their own. The
 * state given is the state last returned for that key, or {@link #initial} for a key not seen
 * before.
 *
 * <p>State values must be treated as immutable: return a new one rather than changing the one
 * given.
 *
 * <p>Called by the task that owns the key, one call at a time.
 *
 * @param <K> the key
 * @param <T> the items
 * @param <S> the state of one key
 * @param <M> what a timer carries; two timers of a key are the same timer when their values are
 *     equal
 * @param <R> the results
 */
public interface ProcessFunction<K, T, S, M, R> extends Serializable {

  /** The state of a key that has none. */
  S initial(K key) throws Exception;

  /** Takes one item and returns the key's next state. */
  S onItem(T item, S state, ProcessContext<K, S, M, R> context) throws Exception;

  /** Takes one timer that is due and returns the key's next state. */
  default S onTimer(M timer, S state, ProcessContext<K, S, M, R> context) throws Exception {
    return state;
  }
}
