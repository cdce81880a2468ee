package io.streamflow.function;

import java.io.Serializable;

/**
 * Does something with a value and gives nothing back.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface Action<T> extends Serializable {
  /** Uses {@code value}. */
  void accept(T value) throws Exception;
}
