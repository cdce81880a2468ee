package io.streamflow.operator;

/** Items that a task drives through its chain: at hand, or made one by one on their way. */
public sealed interface Items permits Batch, IndexRange {
  /** How many there are. */
  int count();
}
