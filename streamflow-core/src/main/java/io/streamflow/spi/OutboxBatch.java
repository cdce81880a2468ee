package io.streamflow.spi;

import java.util.Optional;

/**
 * What is to be delivered at once: an epoch's output of a sink, those of each subtask in the order
 * of their emission. It is read from the disk as it is iterated, and may be iterated again.
 */
public interface OutboxBatch extends Iterable<OutboxRecord> {

  /**
   * What a {@link MarkedDelivery} writes with the records. Empty in a job without checkpoints,
   * which would have nobody to ask for it: then only the records are written.
   */
  Optional<OutboxMark> mark();

  /** How many records there are; with none of them only the mark is written. */
  long count();

  /** How many bytes the records have together. */
  long bytes();
}
