package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Finishes another aggregator only if it has seen an item; its accumulator is made by the first.
 */
record OptionalAggregator<T, A, R>(Aggregator<? super T, A, R> downstream)
    implements Aggregator<T, ValueAccumulator<A>, Optional<R>> {

  @Override
  public ValueAccumulator<A> create() {
    return new ValueAccumulator<>();
  }

  @Override
  public ValueAccumulator<A> add(ValueAccumulator<A> accumulator, T value) throws Exception {
    accumulator.value = downstream.add(seen(accumulator), value);
    return accumulator;
  }

  @Override
  public ValueAccumulator<A> merge(ValueAccumulator<A> left, ValueAccumulator<A> right)
      throws Exception {
    A later = right.value;
    if (later != null) {
      // Into a fresh accumulator where the left has none: taking the right's own would share it.
      left.value = downstream.merge(seen(left), later);
    }
    return left;
  }

  @Override
  public boolean canPreAggregate() {
    return downstream.canPreAggregate();
  }

  private A seen(ValueAccumulator<A> accumulator) {
    A held = accumulator.value;
    return held == null ? downstream.create() : held;
  }

  @Override
  public Optional<R> finish(ValueAccumulator<A> accumulator) throws Exception {
    A held = accumulator.value;
    return held == null ? Optional.empty() : Optional.of(downstream.finish(held));
  }

  @Override
  public Codec<ValueAccumulator<A>> accumulatorCodec(ItemCodec<? extends T> items) {
    return new ValueAccumulatorCodec<>("optional", downstream.accumulatorCodec(items));
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return KeptTypes.of(Optional.class, downstream.resultType(items));
  }
}
