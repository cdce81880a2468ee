package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps all items in the order in which they came. */
record ListAggregator<T>() implements Aggregator<T, ArrayList<T>, List<T>> {

  @Override
  public ArrayList<T> create() {
    return new ArrayList<>();
  }

  @Override
  public ArrayList<T> add(ArrayList<T> accumulator, T value) {
    accumulator.add(value);
    return accumulator;
  }

  @Override
  public ArrayList<T> merge(ArrayList<T> left, ArrayList<T> right) {
    left.addAll(right);
    return left;
  }

  @Override
  public List<T> finish(ArrayList<T> accumulator) {
    return List.copyOf(accumulator);
  }

  @Override
  public Codec<ArrayList<T>> accumulatorCodec(ItemCodec<? extends T> items) {
    return Codecs.arrayList(KeptTypes.items(items));
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return KeptTypes.of(List.class, items);
  }
}
