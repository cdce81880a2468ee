package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/**
 * Where the state of one subtask is kept. A step's state is found again by the step's name and the
 * state's own. Used by the subtask's task only.
 */
public interface StateBackend {

  /** No watermark has been made yet. */
  long NO_WATERMARK = Long.MIN_VALUE;

  /**
   * One value per key.
   *
   * @param form that the values are numbers, if they are
   */
  <K, V> KeyedState<K, V> keyed(String step, String state, @Nullable NumberForm<V> form);

  /** One value per key. */
  default <K, V> KeyedState<K, V> keyed(String step, String state) {
    return keyed(step, state, null);
  }

  /**
   * Values per pane and key.
   *
   * @param form that the values are numbers, if they are
   */
  <K, V> PanedState<K, V> paned(String step, String state, @Nullable NumberForm<V> form);

  /** Values per pane and key. */
  default <K, V> PanedState<K, V> paned(String step, String state) {
    return paned(step, state, null);
  }

  /** Keys that wait for moments of event time. */
  <K> Deadlines<K> deadlines(String step, String state);

  /** The key group of a key of a state; any number where nothing outlives the job. */
  <K> int group(String step, String state, K key);

  /**
   * The watermark, in milliseconds since the epoch, that a step had seen when its state was stored;
   * {@link #NO_WATERMARK} when it had seen none, or nothing was restored.
   */
  long watermark(String step);

  /** Tells how large each state is. */
  void sizes(StateSizes hears);
}
