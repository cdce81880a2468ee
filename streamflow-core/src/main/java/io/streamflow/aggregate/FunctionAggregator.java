package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.function.SerializableSupplier;
import io.streamflow.spi.Codec;
import io.streamflow.types.LambdaTypes;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An aggregator made of four functions. A record, so that the JIT trusts its fields.
 *
 * @param codec that of the accumulators, where it cannot be told from {@code creating}
 */
record FunctionAggregator<T, A, R>(
    SerializableSupplier<A> creating,
    Aggregator.Fold<A, ? super T> adding,
    ReduceFunction<A> merging,
    MapFunction<? super A, ? extends R> finishing,
    @Nullable Codec<A> codec)
    implements Aggregator<T, A, R> {

  @Override
  public A create() {
    return creating.get();
  }

  @Override
  public A add(A accumulator, T value) throws Exception {
    return adding.add(accumulator, value);
  }

  @Override
  public A merge(A left, A right) throws Exception {
    return merging.combine(left, right);
  }

  @Override
  public R finish(A accumulator) throws Exception {
    return finishing.apply(accumulator);
  }

  @Override
  @SuppressWarnings("unchecked") // the type is that of what the function creates
  public Codec<A> accumulatorCodec(ItemCodec<? extends T> items) {
    return codec != null ? codec : (Codec<A>) KeptTypes.made(creating);
  }

  @Override
  public Optional<Type> resultType(Optional<Type> items) {
    return LambdaTypes.resultOf(finishing);
  }
}
