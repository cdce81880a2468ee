package io.streamflow.function;

import java.io.Serializable;

/**
 * Reads a floating-point number from a value, without boxing it.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface ToDoubleFunction<T> extends Serializable {
  /** The number in {@code value}. */
  double applyAsDouble(T value) throws Exception;
}
