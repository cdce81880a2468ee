package io.streamflow.operator;

/** Drives items through a chain. */
abstract class ChainLoop {
  /** Drives those of a batch from {@code from} (inclusive) to {@code to} (exclusive). */
  abstract void run(Batch batch, int from, int to, TaskContext context);

  /**
   * Makes those of a range, by the function of the source that the loop was made for, and drives
   * them.
   *
   * @throws ItemFailure when one cannot be made
   */
  abstract void run(IndexRange range, int from, int to, TaskContext context);

  /** Drives items, wherever they are. */
  final void run(Items items, int from, int to, TaskContext context) {
    switch (items) {
      case Batch batch -> run(batch, from, to, context);
      case IndexRange range -> run(range, from, to, context);
    }
  }
}
