package io.streamflow.function;

import java.io.Serializable;

/**
 * Gives a fresh value at each call.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface SerializableSupplier<T> extends Serializable {
  /** A value that nobody else holds. */
  T get();
}
