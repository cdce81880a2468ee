package io.streamflow.function;

import java.io.Serializable;
import java.time.Instant;

/**
 * Tells when an item happened.
 *
 * @param <T> the items
 */
@FunctionalInterface
public interface TimestampFunction<T> extends Serializable {
  /** The item's event time, kept with millisecond precision. */
  Instant timeOf(T value) throws Exception;
}
