package io.streamflow.function;

import java.io.Serializable;

/**
 * Tells an item's key. Must give the same key for the same item, always, and keys must be immutable
 * values with their own {@code equals}: strings, boxed numbers, enums, records of such.
 *
 * @param <T> the items
 * @param <K> the key
 */
@FunctionalInterface
public interface KeyFunction<T, K> extends Serializable {
  /** The key of {@code value}, never null. */
  K keyOf(T value) throws Exception;
}
