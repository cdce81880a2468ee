package io.streamflow.aggregate;

import io.streamflow.spi.Codec;

/** Counts items. */
record CountAggregator<T>() implements LongAggregator<T> {

  @Override
  public long add(long number, T value) {
    return number + 1;
  }

  @Override
  public long merge(long left, long right) {
    return left + right;
  }

  @Override
  public long subtract(long whole, long part) {
    return whole - part;
  }

  @Override
  public Codec<LongAccumulator> accumulatorCodec(ItemCodec<? extends T> items) {
    return new LongAccumulatorCodec("count");
  }
}
