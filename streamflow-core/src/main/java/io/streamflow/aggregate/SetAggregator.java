package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Keeps every item once, in the order in which they were first seen. */
record SetAggregator<T>() implements Aggregator<T, LinkedHashSet<T>, Set<T>> {

  @Override
  public LinkedHashSet<T> create() {
    return new LinkedHashSet<>();
  }

  @Override
  public LinkedHashSet<T> add(LinkedHashSet<T> accumulator, T value) {
    accumulator.add(value);
    return accumulator;
  }

  @Override
  public LinkedHashSet<T> merge(LinkedHashSet<T> left, LinkedHashSet<T> right) {
    left.addAll(right);
    return left;
  }

  @Override
  public Set<T> finish(LinkedHashSet<T> accumulator) {
    // Not Set.copyOf: its order differs from one JVM to the next, and a replay must give the same.
    return Collections.unmodifiableSet(new LinkedHashSet<>(accumulator));
  }

  @Override
  public Codec<LinkedHashSet<T>> accumulatorCodec(ItemCodec<? extends T> items) {
    return Codecs.linkedHashSet(KeptTypes.items(items));
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return KeptTypes.of(Set.class, items);
  }
}
