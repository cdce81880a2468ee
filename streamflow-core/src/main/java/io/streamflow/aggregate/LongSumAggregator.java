package io.streamflow.aggregate;

import io.streamflow.function.ToLongFunction;
import io.streamflow.spi.Codec;

/** Adds whole numbers up, and refuses to wrap around. */
record LongSumAggregator<T>(ToLongFunction<? super T> number) implements LongAggregator<T> {

  @Override
  public long add(long sum, T value) throws Exception {
    return merge(sum, number.applyAsLong(value));
  }

  @Override
  public long merge(long left, long right) {
    long sum = left + right;
    // The test of Math.addExact: overflow when the sum's sign differs from both. Written out, as
    // the message of addExact names neither the numbers nor the way out.
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw overflow(left, right);
    }
    return sum;
  }

  private static ArithmeticException overflow(long left, long right) {
    return new ArithmeticException(
        "sumLong: "
            + left
            + " + "
            + right
            + " does not fit a long; use Aggregators.sum with BigDecimal, or sumDouble");
  }

  @Override
  public long subtract(long whole, long part) {
    return Math.subtractExact(whole, part);
  }

  @Override
  public Codec<LongAccumulator> accumulatorCodec(ItemCodec<? extends T> items) {
    return new LongAccumulatorCodec("sum-long");
  }
}
