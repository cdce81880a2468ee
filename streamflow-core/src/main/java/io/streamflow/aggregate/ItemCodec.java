package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import io.streamflow.spi.NoCodecException;

/**
 * Finds the codec of the items that a step aggregates. Only an aggregator that keeps items asks for
 * it: where it does not, they need none.
 *
 * @param <T> the items
 */
public interface ItemCodec<T> {

  /**
   * The codec of the items.
   *
   * @throws NoCodecException when their type has none or is not known; says of which step they come
   *     and what to do
   */
  Codec<T> find();
}
