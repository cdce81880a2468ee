package io.streamflow.state;

/**
 * Where the state of one subtask is kept. A step's state is found again by the step's name and the
 * state's own. Used by the subtask's task only.
 */
public interface StateBackend {

  /** One value per key. */
  <K, V> KeyedState<K, V> keyed(String step, String state);

  /** Values per pane and key. */
  <K, V> PanedState<K, V> paned(String step, String state);

  /** Timers per key. */
  <K, M> Timers<K, M> timers(String step, String state);
}
