package io.streamflow.function;

import java.io.Serializable;

/**
 * Puts two values in order. A {@link java.util.Comparator} that is serializable itself is handed in
 * as {@code comparator::compare}.
 *
 * @param <T> the values
 */
@FunctionalInterface
public interface CompareFunction<T> extends Serializable {
  /** Negative when {@code left} is the smaller one, positive when it is the greater, else zero. */
  int compare(T left, T right) throws Exception;
}
