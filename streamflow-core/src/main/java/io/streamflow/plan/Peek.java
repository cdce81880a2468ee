package io.streamflow.plan;

import io.streamflow.function.Action;
import io.streamflow.function.MapFunction;

/**
 * Gives each item on after showing it. A class of its own, since what it gives are the items it
 * takes, which a lambda would not tell.
 *
 * @param action is shown each item
 */
public record Peek<T>(Action<? super T> action) implements MapFunction<T, T> {
  @Override
  public T apply(T value) throws Exception {
    action.accept(value);
    return value;
  }
}
