package io.streamflow.spi;

import java.io.Closeable;

/**
 * A sink's one connection to its target, for all subtasks. Used by one thread at a time, usually a
 * virtual one of its own: calls may block, and are interrupted when the job is cancelled.
 */
public interface Delivery extends Closeable {

  /**
   * Writes all records to the target, and returns when they are safe there. Batches come in the
   * order of their epochs. After an exception, or a crash, the batch is delivered again, from its
   * beginning: doing so must change nothing, or, for a {@link MarkedDelivery}, cannot happen.
   *
   * @throws Exception to be tried again with a new connection, as often as {@link
   *     OutboxOptions#attempts} says; an {@link UnusableTargetException} is not
   */
  void deliver(OutboxBatch batch) throws Exception;
}
