package io.streamflow.operator;

/** Where items leave a stage. Implemented by the runtime; called on the task's thread. */
public interface Output {
  /** Takes one item out; the output chooses the subtask that gets it. */
  void push(Object value, long timestamp);

  /** Takes one item out, to a subtask of the next stage. */
  void push(Object value, long timestamp, int target);

  /** How many subtasks the next stage has. */
  int targets();
}
