package io.streamflow.runtime;

import io.streamflow.operator.Batch;

/** What travels between two tasks. Watermarks travel inside batches, each at its place. */
sealed interface Element {

  /** Items and watermarks; the receiver owns the batch. */
  record Data(Batch batch) implements Element {}

  /** The sender's sources are silent: it holds no watermark back until it sends data again. */
  record Idle() implements Element {}

  /** Nothing will follow. */
  record End() implements Element {}
}
