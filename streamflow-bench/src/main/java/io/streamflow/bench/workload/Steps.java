package io.streamflow.bench.workload;

import io.streamflow.bench.Scatter;

/** What all contenders do with an event, and what their sinks add up. */
public final class Steps {
  private static final int ROUNDS = 32; // about 6 ns each

  private Steps() {}

  /** The first map. */
  public static Event first(Event event) {
    return new Event(event.id(), event.key(), event.value() + event.key(), event.timestamp());
  }

  /** The filter; half of the events pass. */
  public static boolean passes(Event event) {
    return (event.value() & 1) == 0;
  }

  /** The second map. */
  public static Event second(Event event) {
    return new Event(event.id(), event.key(), event.value() * 3, event.timestamp());
  }

  /** The event after about 200 ns of work, which nothing can leave out. */
  public static Event work(Event event) {
    long bits = event.id();
    for (int i = 0; i < ROUNDS; i++) {
      bits = Scatter.mix(bits);
    }
    return bits == 42 ? first(event) : event; // 42 is nobody's: the reference would tell
  }

  /** What an event adds to the checksum. */
  public static long digest(Event event) {
    return event.id() + event.value();
  }

  /** What a running sum adds to the checksum. */
  public static long digest(long key, long sum) {
    return Scatter.mix(key * 31 + sum);
  }

  /**
   * What a window's count adds to the checksum; of two halves of a window it is another.
   *
   * @param millis the window's end; of a session its start
   */
  public static long digest(long key, long millis, long count) {
    return Scatter.mix(Scatter.mix(key * 31 + millis) ^ count);
  }
}
