package io.streamflow.state;

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Values that are three numbers, unless the first can be divided by five. */
record ThreeNumbers<V>(ToLongFunction<V> number, LongFunction<V> value) implements NumberForm<V> {
  static boolean isFit(long number) {
    return number % 5 != 0;
  }

  @Override
  public int count() {
    return 3;
  }

  @Override
  public boolean fits(V held) {
    return isFit(number.applyAsLong(held));
  }

  @Override
  public V box(long[] longs, int at) {
    if (longs[at + 1] != -longs[at] || longs[at + 2] != 3 * longs[at]) {
      throw new IllegalStateException("numbers of different values");
    }
    return value.apply(longs[at]);
  }

  @Override
  public void unbox(V held, long[] longs, int at) {
    longs[at] = number.applyAsLong(held);
    longs[at + 1] = -longs[at];
    longs[at + 2] = 3 * longs[at];
  }
}
