package io.streamflow.bench.workload;

import io.streamflow.bench.Scatter;

/**
 * The input: each event follows from its index alone, so that a source can be split at will.
 *
 * @param keys how many keys there are
 * @param millisPerEvent how much later each event is than the one before, before disorder
 * @param disorderMillis events are up to so much (exclusive) older than those before them
 */
public record Feed(long keys, double millisPerEvent, int disorderMillis) {
  /** The event time of index 0, a multiple of every window there is. */
  public static final long EPOCH = 1_000_000_000_000L;

  /** The event at a place. */
  public Event at(long index) {
    long random = Scatter.mix(index);
    long key = ((random >>> 32) * keys) >>> 32;
    long value = (key * 0x9E3779B97F4A7C15L) >>> 48;
    long early = ((random & 0xFFFF_FFFFL) * disorderMillis) >>> 32;
    return new Event(index, key, value, EPOCH + (long) (index * millisPerEvent) - early);
  }
}
