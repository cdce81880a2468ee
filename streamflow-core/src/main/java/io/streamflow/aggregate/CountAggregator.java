package io.streamflow.aggregate;

import io.streamflow.spi.Codec;

/** Counts items. */
record CountAggregator<T>() implements Aggregator<T, LongAccumulator, Long> {

  @Override
  public LongAccumulator create() {
    return new LongAccumulator();
  }

  @Override
  public LongAccumulator add(LongAccumulator accumulator, T value) {
    accumulator.value++;
    return accumulator;
  }

  @Override
  public LongAccumulator merge(LongAccumulator left, LongAccumulator right) {
    left.value += right.value;
    return left;
  }

  @Override
  public boolean canSubtract() {
    return true;
  }

  @Override
  public LongAccumulator subtract(LongAccumulator whole, LongAccumulator part) {
    whole.value -= part.value;
    return whole;
  }

  @Override
  public Long finish(LongAccumulator accumulator) {
    return accumulator.value;
  }

  @Override
  public Codec<LongAccumulator> accumulatorCodec(ItemCodec<? extends T> items) {
    return new LongAccumulatorCodec("count");
  }
}
