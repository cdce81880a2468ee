package io.streamflow.aggregate;

import io.streamflow.function.CompareFunction;
import io.streamflow.spi.Codec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the {@code limit} greatest items, greatest first, of equal ones the first seen first. The
 * accumulator is that list itself: an item that is not among them costs one comparison.
 */
record TopAggregator<T>(int limit, CompareFunction<? super T> order)
    implements Aggregator<T, ArrayList<T>, List<T>> {

  TopAggregator {
    if (limit < 1) {
      throw new IllegalArgumentException("topN needs room for at least one item, but n = " + limit);
    }
  }

  @Override
  public ArrayList<T> create() {
    return new ArrayList<>();
  }

  @Override
  public ArrayList<T> add(ArrayList<T> accumulator, T value) throws Exception {
    int size = accumulator.size();
    if (size == limit && order.compare(value, accumulator.get(size - 1)) <= 0) {
      return accumulator;
    }
    accumulator.add(position(accumulator, value), value);
    if (size == limit) {
      accumulator.remove(limit);
    }
    return accumulator;
  }

  /** Where to insert {@code value}: before the first item that is smaller, so behind its equals. */
  private int position(List<T> descending, T value) throws Exception {
    int low = 0;
    int high = descending.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(value, descending.get(middle)) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public ArrayList<T> merge(ArrayList<T> left, ArrayList<T> right) throws Exception {
    ArrayList<T> merged = new ArrayList<>(Math.min(limit, left.size() + right.size()));
    int l = 0;
    int r = 0;
    while (merged.size() < limit && (l < left.size() || r < right.size())) {
      boolean fromRight =
          l == left.size() || (r < right.size() && order.compare(right.get(r), left.get(l)) > 0);
      merged.add(fromRight ? right.get(r++) : left.get(l++));
    }
    return merged;
  }

  @Override
  public List<T> finish(ArrayList<T> accumulator) {
    return List.copyOf(accumulator);
  }

  @Override
  public Codec<ArrayList<T>> accumulatorCodec(ItemCodec<? extends T> items) {
    return new TopAccumulatorCodec<>(limit, KeptTypes.items(items));
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return KeptTypes.of(List.class, items);
  }
}
