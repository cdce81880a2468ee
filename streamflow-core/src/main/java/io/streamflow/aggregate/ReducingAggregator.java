package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.spi.Codec;
import java.lang.reflect.Type;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps one value: of two, what {@code choice} makes of them, the earlier one on its left.
 *
 * @param chooses whether {@code choice} gives one of the two, and not a third
 */
record ReducingAggregator<T, V>(
    String name,
    MapFunction<? super T, ? extends V> mapping,
    boolean chooses,
    ReduceFunction<V> choice)
    implements Aggregator<T, ValueAccumulator<V>, V> {

  @Override
  public ValueAccumulator<V> create() {
    return new ValueAccumulator<>();
  }

  @Override
  public ValueAccumulator<V> add(ValueAccumulator<V> accumulator, T item) throws Exception {
    return take(accumulator, Objects.requireNonNull(mapping.apply(item), name));
  }

  @Override
  public ValueAccumulator<V> merge(ValueAccumulator<V> left, ValueAccumulator<V> right)
      throws Exception {
    V later = right.value;
    return later == null ? left : take(left, later);
  }

  @Override
  public boolean canPreAggregate() {
    return chooses; // what a user's function makes of two values may round
  }

  private ValueAccumulator<V> take(ValueAccumulator<V> accumulator, V later) throws Exception {
    V earlier = accumulator.value;
    accumulator.value =
        earlier == null ? later : Objects.requireNonNull(choice.combine(earlier, later), name);
    return accumulator;
  }

  @Override
  public V finish(ValueAccumulator<V> accumulator) {
    V value = accumulator.value;
    if (value == null) {
      throw nothing(name);
    }
    return value;
  }

  static NoSuchElementException nothing(String name) {
    return new NoSuchElementException(
        name + " of no items; use Aggregators.optional(" + name + "(...)) where there may be none");
  }

  @Override
  public Codec<ValueAccumulator<V>> accumulatorCodec(ItemCodec<? extends T> items) {
    return new ValueAccumulatorCodec<>(name, KeptTypes.mapped(name, mapping, items));
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return KeptTypes.mapped(mapping, items);
  }
}
