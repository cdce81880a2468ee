package io.streamflow.operator;

/** Drives a range of a batch through a chain. */
abstract class ChainLoop {
  abstract void run(Batch batch, int from, int to, TaskContext context);
}
