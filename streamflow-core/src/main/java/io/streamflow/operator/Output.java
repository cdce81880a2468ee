package io.streamflow.operator;

/** Where items leave a stage. Implemented by the runtime; called on the task's thread. */
public interface Output {
  /** Takes one item out; the output chooses the subtask that gets it. */
  void push(Object value, long timestamp);

  /** Takes one item out, to a subtask of the next stage. */
  void push(Object value, long timestamp, int target);

  /**
   * Takes out what was aggregated of items that count as taken by the next stage already; itself it
   * is none.
   */
  void pushPart(Object part, long timestamp, int target);

  /**
   * How far a subtask of the next stage may have gone without this one; from now on none goes
   * further before this one does. {@link Long#MAX_VALUE} as long as that is not sure: since this
   * one began, or since it was idle, not all of them have noticed that it sends.
   */
  long floor();

  /** How many subtasks the next stage has. */
  int targets();
}
