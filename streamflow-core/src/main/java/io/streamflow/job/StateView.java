package io.streamflow.job;

/**
 * The keyed state of a step, over all its subtasks.
 *
 * @param entries how many entries are on the heap: all, or those which the cache of a durable job
 *     holds
 * @param bytes how much these take, roughly; 0 where it is not known, as in a job that is not
 *     durable
 * @param hits reads that the cache answered
 * @param misses reads that went to the store
 */
public record StateView(long entries, long bytes, long hits, long misses) {}
