package io.streamflow.bench.workload;

/**
 * What flows through every workload.
 *
 * @param id its place in the input, from 0
 * @param key from 0, under the number of keys
 * @param value 16 bits that follow from the key alone, so that a running sum is the same in any
 *     order
 * @param timestamp event time in milliseconds
 */
public record Event(long id, long key, long value, long timestamp) {}
