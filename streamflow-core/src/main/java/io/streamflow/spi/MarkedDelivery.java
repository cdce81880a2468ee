package io.streamflow.spi;

import java.util.Optional;

/**
 * A connection to a target that takes records and a mark in one transaction. The mark tells after a
 * crash what was written, so that each batch is written once. {@link #deliver} writes the mark of
 * its batch and all records together, or nothing.
 */
public interface MarkedDelivery extends Delivery {

  /**
   * The mark that was written last, if any was. Called once, before anything is delivered: from
   * then on no older connection of this sink may be able to write, and what an older one has begun
   * is decided. Where a newer connection has come meanwhile, {@link #deliver} throws.
   */
  Optional<OutboxMark> newest() throws Exception;
}
