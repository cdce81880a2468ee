package io.streamflow.bench;

/** What flows through every benchmark. */
record Event(long id, long key, long value, long timestamp) {

  /** So many events, spread over {@code keys} keys, {@code perMilli} to a millisecond. */
  static Event[] many(int count, int keys, double perMilli, int disorderMillis) {
    Event[] events = new Event[count];
    for (int i = 0; i < count; i++) {
      long random = mix(i);
      long early = disorderMillis == 0 ? 0 : Math.floorMod(mix(random), (long) disorderMillis);
      long timestamp = 1_000_000_000L + (long) (i / perMilli) - early;
      events[i] = new Event(i, Math.floorMod(random, (long) keys), random & 0xFFFF, timestamp);
    }
    return events;
  }

  /** Scatters bits (the finalizer of SplitMix64). */
  static long mix(long bits) {
    long z = (bits + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
