package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.function.SerializableSupplier;
import java.io.Serializable;

/**
 * Folds many values into one result. The engine keeps one accumulator per key (and slice of window
 * time), and calls these functions on it from one task at a time.
 *
 * <p>{@link #add} and {@link #merge} may change their first argument and return it, or return a new
 * accumulator; the caller uses only what is returned. What {@code merge} returns must not share
 * changeable parts with its second argument, which is used again.
 *
 * @param <T> the values
 * @param <A> the accumulator
 * @param <R> the result
 */
public interface Aggregator<T, A, R> extends Serializable {

  /** An accumulator that has seen nothing. */
  A create();

  /** The accumulator with one more value in it. */
  A add(A accumulator, T value) throws Exception;

  /** An accumulator that has seen what both have seen: first {@code left}, then {@code right}. */
  A merge(A left, A right) throws Exception;

  /** The result so far. Must not change the accumulator: it may be added to afterwards. */
  R finish(A accumulator) throws Exception;

  /**
   * An aggregator from its four functions: {@code Aggregator.of(() -> 0L, (n, order) -> n +
   * order.cents(), Long::sum, n -> n)}.
   */
  static <T, A, R> Aggregator<T, A, R> of(
      SerializableSupplier<A> create,
      Fold<A, ? super T> add,
      ReduceFunction<A> merge,
      MapFunction<? super A, ? extends R> finish) {
    return new FunctionAggregator<>(create, add, merge, finish);
  }

  /**
   * Adds a value to an accumulator.
   *
   * @param <A> the accumulator
   * @param <T> the values
   */
  @FunctionalInterface
  interface Fold<A, T> extends Serializable {
    /** The accumulator with {@code value} in it. */
    A add(A accumulator, T value) throws Exception;
  }
}
