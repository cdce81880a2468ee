package io.streamflow.aggregate;

import org.jspecify.annotations.Nullable;

/** One value, or none before the first item. */
final class ValueAccumulator<V> {
  @Nullable V value;
}
