package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.function.SerializableSupplier;
import io.streamflow.spi.Codec;
import io.streamflow.types.LambdaTypes;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;

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

  /**
   * Whether {@link #subtract} can be called. Sliding windows then cost what tumbling ones do, and
   * not a merge for each slice of each window.
   */
  default boolean canSubtract() {
    return false;
  }

  /**
   * The accumulator without what {@code part} has seen, which was merged into it before: exactly as
   * if it had never been. So it is for counts and sums of whole numbers, but neither for floating
   * point numbers, which round, nor for a greatest value, which nobody knows the next of. May
   * change its first argument and return it, as {@link #merge} may.
   *
   * @throws UnsupportedOperationException unless {@link #canSubtract}
   */
  default A subtract(A whole, A part) throws Exception {
    throw new UnsupportedOperationException(getClass().getName() + " cannot subtract");
  }

  /**
   * Whether values may be added to several accumulators that are merged later, each of which saw a
   * run of them, and nothing tells from the result, to the last bit: so it is for counts and sums
   * of whole numbers, but not for floating point numbers, which round. Windows at a parallelism
   * over 1 are then aggregated in part before items change tasks, and what changes tasks are
   * accumulators. That pays where an accumulator stays small however many values it has seen.
   */
  default boolean canPreAggregate() {
    return false;
  }

  /** The result so far. Must not change the accumulator: it may be added to afterwards. */
  R finish(A accumulator) throws Exception;

  /**
   * The codec by which a durable job stores accumulators; may be called on any thread, before the
   * job starts. What it reads must be fit to be added to. By default the codec of the type that
   * this aggregator's class names for {@code A}.
   *
   * @param items finds the codec of the items; to be asked only when accumulators hold items
   * @throws io.streamflow.spi.NoCodecException when there is none; says what to do
   */
  @SuppressWarnings("unchecked") // the type is the one that the class itself names
  default Codec<A> accumulatorCodec(ItemCodec<? extends T> items) {
    return (Codec<A>) KeptTypes.named(this);
  }

  /**
   * The type of the results, by which the next stateful step finds the codec of its items. Empty
   * when it cannot be told. By default the type that this aggregator's class names for {@code R}.
   *
   * @param items the type of the items, if known
   */
  default Optional<Type> resultType(Optional<Type> items) {
    return LambdaTypes.typeArgument(this, Aggregator.class, 2);
  }

  /**
   * An aggregator from its four functions: {@code Aggregator.of(() -> 0L, (n, order) -> n +
   * order.cents(), Long::sum, n -> n)}. A durable job tells the accumulator's type from {@code
   * create}; where it cannot, the other {@code of} takes a codec.
   */
  static <T, A, R> Aggregator<T, A, R> of(
      SerializableSupplier<A> create,
      Fold<A, ? super T> add,
      ReduceFunction<A> merge,
      MapFunction<? super A, ? extends R> finish) {
    return new FunctionAggregator<>(create, add, merge, finish, null);
  }

  /** The same, with the codec of the accumulator for a durable job. */
  static <T, A, R> Aggregator<T, A, R> of(
      SerializableSupplier<A> create,
      Fold<A, ? super T> add,
      ReduceFunction<A> merge,
      MapFunction<? super A, ? extends R> finish,
      Codec<A> codec) {
    return new FunctionAggregator<>(
        create, add, merge, finish, Objects.requireNonNull(codec, "codec"));
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
