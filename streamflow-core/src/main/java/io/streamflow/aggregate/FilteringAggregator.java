package io.streamflow.aggregate;

import io.streamflow.function.FilterFunction;
import io.streamflow.spi.Codec;
import java.lang.reflect.Type;
import java.util.Optional;

/** Hands the items that pass to another aggregator. */
record FilteringAggregator<T, A, R>(
    FilterFunction<? super T> predicate, Aggregator<? super T, A, R> downstream)
    implements Aggregator<T, A, R> {

  @Override
  public A create() {
    return downstream.create();
  }

  @Override
  public A add(A accumulator, T value) throws Exception {
    return predicate.test(value) ? downstream.add(accumulator, value) : accumulator;
  }

  @Override
  public A merge(A left, A right) throws Exception {
    return downstream.merge(left, right);
  }

  @Override
  public boolean canSubtract() {
    return downstream.canSubtract();
  }

  @Override
  public boolean canPreAggregate() {
    return downstream.canPreAggregate();
  }

  @Override
  public A subtract(A whole, A part) throws Exception {
    return downstream.subtract(whole, part);
  }

  @Override
  public R finish(A accumulator) throws Exception {
    return downstream.finish(accumulator);
  }

  @Override
  public Codec<A> accumulatorCodec(ItemCodec<? extends T> items) {
    return downstream.accumulatorCodec(items);
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return downstream.resultType(items);
  }
}
