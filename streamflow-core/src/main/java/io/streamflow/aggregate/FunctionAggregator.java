package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.function.SerializableSupplier;

/** An aggregator made of four functions. A record, so that the JIT trusts its fields. */
record FunctionAggregator<T, A, R>(
    SerializableSupplier<A> creating,
    Aggregator.Fold<A, ? super T> adding,
    ReduceFunction<A> merging,
    MapFunction<? super A, ? extends R> finishing)
    implements Aggregator<T, A, R> {

  @Override
  public A create() {
    return creating.get();
  }

  @Override
  public A add(A accumulator, T value) throws Exception {
    return adding.add(accumulator, value);
  }

  @Override
  public A merge(A left, A right) throws Exception {
    return merging.combine(left, right);
  }

  @Override
  public R finish(A accumulator) throws Exception {
    return finishing.apply(accumulator);
  }
}
