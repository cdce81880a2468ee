package io.streamflow.function;

import java.io.Serializable;

/**
 * Combines two values of one type into one; must be associative.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface ReduceFunction<T> extends Serializable {
  /** The combination of {@code left} (earlier) and {@code right} (later). */
  T combine(T left, T right) throws Exception;
}
