package io.streamflow.function;

import java.io.Serializable;

/**
 * Reads a whole number from a value, without boxing it.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface ToLongFunction<T> extends Serializable {
  /** The number in {@code value}. */
  long applyAsLong(T value) throws Exception;
}
