package io.streamflow.state;

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Each value is one number. */
record OneNumber<V>(LongFunction<V> box, ToLongFunction<V> unbox) implements NumberForm<V> {
  @Override
  public int count() {
    return 1;
  }

  @Override
  public boolean fits(V value) {
    return true;
  }

  @Override
  public V box(long[] longs, int at) {
    return box.apply(longs[at]);
  }

  @Override
  public void unbox(V value, long[] longs, int at) {
    longs[at] = unbox.applyAsLong(value);
  }
}
