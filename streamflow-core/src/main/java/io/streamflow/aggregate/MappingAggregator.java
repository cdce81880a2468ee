package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Codec;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands what {@code mapping} makes of each item to another aggregator.
 *
 * @param codec that of what {@code mapping} makes, where it cannot be told
 */
record MappingAggregator<T, U, A, R>(
    MapFunction<? super T, ? extends U> mapping,
    Aggregator<? super U, A, R> downstream,
    @Nullable Codec<U> codec)
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
    ItemCodec<U> values = () -> codec != null ? codec : KeptTypes.mapped("mapping", mapping, items);
    return downstream.accumulatorCodec(values);
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return downstream.resultType(KeptTypes.mapped(mapping, items));
  }
}
