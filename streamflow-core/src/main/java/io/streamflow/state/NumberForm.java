package io.streamflow.state;

import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * That each value of a state is one whole number, so that a table keeps the numbers themselves
 * beside their keys, and no object has to be fetched for them.
 *
 * @param box makes the object in which a codec, or who does not ask for numbers, gets one
 * @param unbox reads the number out of it
 * @param <V> the objects
 */
public record NumberForm<V>(LongFunction<V> box, ToLongFunction<V> unbox) {}
