package io.streamflow.bench;

/** What flows through every benchmark. */
record Event(long id, long key, long value, long timestamp) {

  /** So many events, spread over {@code keys} keys, {@code perMilli} to a millisecond. */
  static Event[] many(int count, int keys, double perMilli, int disorderMillis) {
    Event[] events = new Event[count];
    for (int i = 0; i < count; i++) {
      long random = Scatter.mix(i);
      long early =
          disorderMillis == 0 ? 0 : Math.floorMod(Scatter.mix(random), (long) disorderMillis);
      long timestamp = 1_000_000_000L + (long) (i / perMilli) - early;
      events[i] = new Event(i, Math.floorMod(random, (long) keys), random & 0xFFFF, timestamp);
    }
    return events;
  }
}
