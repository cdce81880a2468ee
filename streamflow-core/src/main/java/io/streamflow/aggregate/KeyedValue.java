package io.streamflow.aggregate;

/**
 * A key's current value, emitted each time it changes.
 *
 * @param key the key
 * @param value its value now
 * @param <K> the key
 * @param <R> the value
 */
public record KeyedValue<K, R>(K key, R value) {}
