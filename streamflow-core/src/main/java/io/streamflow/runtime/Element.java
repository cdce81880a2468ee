package io.streamflow.runtime;

import io.streamflow.operator.Batch;

/** What travels between two tasks. Watermarks travel inside batches, each at its place. */
sealed interface Element {

  /** Items and watermarks; the receiver owns the batch. */
  record Data(Batch batch) implements Element {}

  /** The sender's sources are silent: it holds no watermark back until it sends data again. */
  record Idle() implements Element {}

  /** No item will follow; in a durable job barriers still may. */
  record End() implements Element {}

  /**
   * Ends an epoch: what was sent before belongs to it, what follows does not.
   *
   * @param epoch the number of the epoch
   * @param last whether nothing follows, since the job ends with this checkpoint
   */
  record Barrier(long epoch, boolean last) implements Element {}
}
