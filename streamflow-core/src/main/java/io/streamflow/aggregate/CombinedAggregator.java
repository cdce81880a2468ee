package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Codec;
import io.streamflow.types.LambdaTypes;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * Several aggregators side by side, over the same items. The accumulator holds one accumulator of
 * each, at the aggregator's index.
 *
 * @param result the user's function that makes the result; {@code finishing} calls it
 */
record CombinedAggregator<T, R>(
    List<Part<T, ?, ?>> parts, Serializable result, MapFunction<Object[], R> finishing)
    implements Aggregator<T, Object[], R> {

  @Override
  public Object[] create() {
    Object[] accumulators = new Object[parts.size()];
    for (Part<T, ?, ?> part : parts) {
      part.create(accumulators);
    }
    return accumulators;
  }

  @Override
  public Object[] add(Object[] accumulators, T value) throws Exception {
    // By index: an iterator would be an allocation per item wherever it is not optimised away.
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).add(accumulators, value);
    }
    return accumulators;
  }

  @Override
  public boolean canSubtract() {
    return parts.stream().allMatch(Part::canSubtract);
  }

  @Override
  public boolean canPreAggregate() {
    return parts.stream().allMatch(part -> part.aggregator.canPreAggregate());
  }

  @Override
  public Object[] subtract(Object[] whole, Object[] taken) throws Exception {
    for (Part<T, ?, ?> part : parts) {
      part.subtract(whole, taken);
    }
    return whole;
  }

  @Override
  public Object[] merge(Object[] left, Object[] right) throws Exception {
    for (Part<T, ?, ?> part : parts) {
      part.merge(left, right);
    }
    return left;
  }

  @Override
  public R finish(Object[] accumulators) throws Exception {
    return finishing.apply(accumulators);
  }

  @Override
  public Codec<Object[]> accumulatorCodec(ItemCodec<? extends T> items) {
    return new CombinedCodec(parts.stream().<Codec<Object>>map(part -> part.codec(items)).toList());
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return LambdaTypes.resultOf(result);
  }

  /** One of the aggregators, and where its accumulator stands. */
  record Part<T, A, R>(int index, Aggregator<? super T, A, R> aggregator) implements Serializable {

    void create(Object[] accumulators) {
      accumulators[index] = aggregator.create();
    }

    void add(Object[] accumulators, T value) throws Exception {
      accumulators[index] = aggregator.add(own(accumulators), value);
    }

    void merge(Object[] left, Object[] right) throws Exception {
      left[index] = aggregator.merge(own(left), own(right));
    }

    boolean canSubtract() {
      return aggregator.canSubtract();
    }

    void subtract(Object[] whole, Object[] taken) throws Exception {
      whole[index] = aggregator.subtract(own(whole), own(taken));
    }

    R finish(Object[] accumulators) throws Exception {
      return aggregator.finish(own(accumulators));
    }

    @SuppressWarnings("unchecked") // as in own
    Codec<Object> codec(ItemCodec<? extends T> items) {
      return (Codec<Object>) aggregator.accumulatorCodec(items);
    }

    // Only this part writes at this index, and only what its aggregator returned.
    @SuppressWarnings("unchecked")
    private A own(Object[] accumulators) {
      return (A) accumulators[index];
    }
  }
}
