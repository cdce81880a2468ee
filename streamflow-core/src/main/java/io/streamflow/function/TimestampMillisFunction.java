package io.streamflow.function;

import java.io.Serializable;

/**
 * Tells when an item happened, in milliseconds since the epoch.
 *
 * @param <T> the items
 */
@FunctionalInterface
public interface TimestampMillisFunction<T> extends Serializable {
  /** The item's event time in milliseconds since 1970-01-01T00:00:00Z. */
  long millisOf(T value) throws Exception;
}
