package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ToDoubleFunction;
import io.streamflow.spi.Codec;
import io.streamflow.types.LambdaTypes;
import java.lang.reflect.Type;
import java.util.Optional;

/** Sketches the distribution of numbers; {@code finishing} reads one or more percentiles off it. */
record PercentileAggregator<T, R>(
    ToDoubleFunction<? super T> number, MapFunction<QuantileAccumulator, R> finishing)
    implements Aggregator<T, QuantileAccumulator, R> {

  @Override
  public QuantileAccumulator create() {
    return new QuantileAccumulator();
  }

  @Override
  public QuantileAccumulator add(QuantileAccumulator accumulator, T value) throws Exception {
    accumulator.add(number.applyAsDouble(value));
    return accumulator;
  }

  @Override
  public QuantileAccumulator merge(QuantileAccumulator left, QuantileAccumulator right) {
    left.merge(right);
    return left;
  }

  @Override
  public R finish(QuantileAccumulator accumulator) throws Exception {
    return finishing.apply(accumulator);
  }

  /** The percentage, checked. */
  static double checked(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile lies between 0 and 100, but got " + percent);
    }
    return percent;
  }

  @Override
  public Codec<QuantileAccumulator> accumulatorCodec(ItemCodec<? extends T> items) {
    return QuantileAccumulatorCodec.INSTANCE;
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return LambdaTypes.resultOf(finishing);
  }
}
