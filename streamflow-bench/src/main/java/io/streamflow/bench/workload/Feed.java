package io.streamflow.bench.workload;

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
    long random = mix(index);
    long key = ((random >>> 32) * keys) >>> 32;
    long value = (key * 0x9E3779B97F4A7C15L) >>> 48;
    long early = ((random & 0xFFFF_FFFFL) * disorderMillis) >>> 32;
    return new Event(index, key, value, EPOCH + (long) (index * millisPerEvent) - early);
  }

  /** Scatters bits (the finalizer of SplitMix64). */
  public static long mix(long bits) {
    long z = (bits + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
