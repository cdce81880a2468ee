package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Codec;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;

/** Keeps the item with the least or the greatest key; of equal ones the first seen. */
record ExtremeAggregator<T, C extends Comparable<? super C>>(
    String name, boolean greatest, MapFunction<? super T, ? extends C> keyOf)
    implements Aggregator<T, ExtremeAccumulator<T, C>, T> {

  @Override
  public ExtremeAccumulator<T, C> create() {
    return new ExtremeAccumulator<>();
  }

  @Override
  public ExtremeAccumulator<T, C> add(ExtremeAccumulator<T, C> accumulator, T item)
      throws Exception {
    // The key is kept: asking for it once per item is cheaper than asking again for the item held.
    return take(accumulator, item, Objects.requireNonNull(keyOf.apply(item), name));
  }

  @Override
  public ExtremeAccumulator<T, C> merge(
      ExtremeAccumulator<T, C> left, ExtremeAccumulator<T, C> right) {
    T item = right.item;
    C key = right.key;
    return item == null || key == null ? left : take(left, item, key);
  }

  @Override
  public boolean canPreAggregate() {
    return true;
  }

  private ExtremeAccumulator<T, C> take(ExtremeAccumulator<T, C> accumulator, T item, C key) {
    C held = accumulator.key;
    if (held == null || (greatest ? key.compareTo(held) > 0 : key.compareTo(held) < 0)) {
      accumulator.item = item;
      accumulator.key = key;
    }
    return accumulator;
  }

  @Override
  public T finish(ExtremeAccumulator<T, C> accumulator) {
    T item = accumulator.item;
    if (item == null) {
      throw ReducingAggregator.nothing(name);
    }
    return item;
  }

  @Override
  public Codec<ExtremeAccumulator<T, C>> accumulatorCodec(ItemCodec<? extends T> items) {
    return new ExtremeAccumulatorCodec<>(name, KeptTypes.items(items), keyOf);
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return items;
  }
}
