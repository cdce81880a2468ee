package io.streamflow.function;

import java.io.Serializable;

/**
 * Decides whether an item stays in the stream.
 *
 * @param <T> the items
 */
@FunctionalInterface
public interface FilterFunction<T> extends Serializable {
  /** True when {@code value} is to be kept. */
  boolean test(T value) throws Exception;
}
