package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ToDoubleFunction;
import io.streamflow.spi.Codec;

/** Adds floating-point numbers up; {@code finishing} makes the sum or the mean of it. */
record DoubleAggregator<T>(
    ToDoubleFunction<? super T> number, MapFunction<DoubleAccumulator, Double> finishing)
    implements Aggregator<T, DoubleAccumulator, Double> {

  @Override
  public DoubleAccumulator create() {
    return new DoubleAccumulator();
  }

  @Override
  public DoubleAccumulator add(DoubleAccumulator accumulator, T value) throws Exception {
    accumulator.add(number.applyAsDouble(value));
    return accumulator;
  }

  @Override
  public DoubleAccumulator merge(DoubleAccumulator left, DoubleAccumulator right) {
    left.merge(right);
    return left;
  }

  @Override
  public Double finish(DoubleAccumulator accumulator) throws Exception {
    return finishing.apply(accumulator);
  }

  @Override
  public Codec<DoubleAccumulator> accumulatorCodec(ItemCodec<? extends T> items) {
    return DoubleAccumulatorCodec.INSTANCE;
  }
}
