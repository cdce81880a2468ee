package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;

/** Hands what {@code mapping} makes of each item to another aggregator. */
record MappingAggregator<T, U, A, R>(
    MapFunction<? super T, ? extends U> mapping, Aggregator<? super U, A, R> downstream)
    implements Aggregator<T, A, R> {

  @Override
  public A create() {
    return downstream.create();
  }

  @Override
  public A add(A accumulator, T value) throws Exception {
    return downstream.add(accumulator, mapping.apply(value));
  }

  @Override
  public A merge(A left, A right) throws Exception {
    return downstream.merge(left, right);
  }

  @Override
  public R finish(A accumulator) throws Exception {
    return downstream.finish(accumulator);
  }
}
