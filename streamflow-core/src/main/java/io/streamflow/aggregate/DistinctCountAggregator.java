package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.util.HashSet;

/** Counts different values exactly, by keeping each of them once. */
record DistinctCountAggregator<T, V>(MapFunction<? super T, ? extends V> mapping)
    implements Aggregator<T, HashSet<V>, Long> {

  @Override
  public HashSet<V> create() {
    return new HashSet<>();
  }

  @Override
  public HashSet<V> add(HashSet<V> accumulator, T item) throws Exception {
    accumulator.add(mapping.apply(item));
    return accumulator;
  }

  @Override
  public HashSet<V> merge(HashSet<V> left, HashSet<V> right) {
    left.addAll(right);
    return left;
  }

  @Override
  public Long finish(HashSet<V> accumulator) {
    return (long) accumulator.size();
  }

  @Override
  public Codec<HashSet<V>> accumulatorCodec(ItemCodec<? extends T> items) {
    return Codecs.hashSet(KeptTypes.mapped("distinctCount", mapping, items));
  }
}
