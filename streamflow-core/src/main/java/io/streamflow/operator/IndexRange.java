package io.streamflow.operator;

/**
 * Items that their source makes from an index: only the indexes are at hand.
 *
 * @param first the first index
 * @param stride from one index to the next
 * @param count how many there are
 */
public record IndexRange(long first, long stride, int count) implements Items {}
