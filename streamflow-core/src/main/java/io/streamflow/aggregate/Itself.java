package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;

/** Takes an item for itself; unlike a lambda it tells that what it gives are the items. */
record Itself<T>() implements MapFunction<T, T> {
  @Override
  public T apply(T item) {
    return item;
  }
}
