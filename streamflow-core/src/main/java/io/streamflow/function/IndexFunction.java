package io.streamflow.function;

import java.io.Serializable;

/**
 * Makes the item that stands at a position of a generated stream. Must be a pure function of the
 * index, so that the stream can be replayed.
 *
 * @param <T> the items
 */
@FunctionalInterface
public interface IndexFunction<T> extends Serializable {
  /** The item at {@code index}, counted from zero. */
  T at(long index) throws Exception;
}
