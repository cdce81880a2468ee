package io.streamflow.window;

/**
 * What an aggregation gave for one key in one window. Its timestamp in the stream is the last
 * millisecond of the window.
 *
 * @param key the key
 * @param window the window
 * @param value the aggregated value
 * @param pane early, on time or late
 * @param <K> the key
 * @param <R> the value
 */
public record WindowResult<K, R>(K key, TimeWindow window, R value, Pane pane) {}
