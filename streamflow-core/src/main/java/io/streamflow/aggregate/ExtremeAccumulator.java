package io.streamflow.aggregate;

import org.jspecify.annotations.Nullable;

/** The item with the extreme key so far, and that key; neither before the first item. */
final class ExtremeAccumulator<T, C> {
  @Nullable T item;
  @Nullable C key;
}
