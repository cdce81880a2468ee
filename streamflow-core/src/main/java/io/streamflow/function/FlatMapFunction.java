package io.streamflow.function;

import java.io.Serializable;

/**
 * Turns one value into any number of results.
 *
 * @param <T> what comes in
 * @param <R> what goes out
 */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
  /** Emits the results for {@code value}; {@code out} is valid only during this call. */
  void apply(T value, Emitter<R> out) throws Exception;
}
