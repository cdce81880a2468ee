package io.streamflow.aggregate;

import io.streamflow.function.ToLongFunction;
import io.streamflow.spi.Codec;

/** Adds whole numbers up, and refuses to wrap around. */
record LongSumAggregator<T>(ToLongFunction<? super T> number)
    implements Aggregator<T, LongAccumulator, Long> {

  @Override
  public LongAccumulator create() {
    return new LongAccumulator();
  }

  @Override
  public LongAccumulator add(LongAccumulator accumulator, T value) throws Exception {
    accumulator.value = sum(accumulator.value, number.applyAsLong(value));
    return accumulator;
  }

  @Override
  public LongAccumulator merge(LongAccumulator left, LongAccumulator right) {
    left.value = sum(left.value, right.value);
    return left;
  }

  @Override
  public boolean canSubtract() {
    return true;
  }

  @Override
  public LongAccumulator subtract(LongAccumulator whole, LongAccumulator part) {
    whole.value = Math.subtractExact(whole.value, part.value);
    return whole;
  }

  @Override
  public Long finish(LongAccumulator accumulator) {
    return accumulator.value;
  }

  private static long sum(long left, long right) {
    long sum = left + right;
    // The test of Math.addExact: overflow when the sum's sign differs from both. Written out, as
    // the
    // message of addExact names neither the numbers nor the way out.
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw new ArithmeticException(
          "sumLong: "
              + left
              + " + "
              + right
              + " does not fit a long; use Aggregators.sum with BigDecimal, or sumDouble");
    }
    return sum;
  }

  @Override
  public Codec<LongAccumulator> accumulatorCodec(ItemCodec<? extends T> items) {
    return new LongAccumulatorCodec("sum-long");
  }
}
