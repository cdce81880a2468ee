package io.streamflow.plan;

import io.streamflow.function.Emitter;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.function.MapFunction;

/**
 * Emits the elements of what {@code function} gives. A class of its own, so that their type can be
 * looked for in that function.
 *
 * @param function gives the elements for an item
 */
public record Elements<T, R>(MapFunction<? super T, ? extends Iterable<? extends R>> function)
    implements FlatMapFunction<T, R> {
  @Override
  public void apply(T value, Emitter<R> out) throws Exception {
    function.apply(value).forEach(out::emit);
  }
}
