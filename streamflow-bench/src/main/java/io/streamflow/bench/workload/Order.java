package io.streamflow.bench.workload;

/**
 * One repetition of a workload.
 *
 * @param workload what to do
 * @param keys of how many keys
 * @param items with how many events
 * @param perSecond how many a second, where the workload is paced; otherwise 0
 */
public record Order(Workload workload, int keys, long items, long perSecond) {
  /** By how much events of W3 and W4 are out of order, at most. */
  public static final int DISORDER_MILLIS = 1000;

  /** The gap that ends a session. */
  public static final int GAP_MILLIS = 1000;

  /** The length of a sliding window, in seconds; it slides by one. */
  public static final int SLIDING_SECONDS = 10;

  /** Refuses what has no rate where it needs one. */
  public Order {
    if (workload.paced() != perSecond > 0) {
      throw new IllegalArgumentException(workload + " at " + perSecond + " a second");
    }
  }

  /** So many events, as fast as they are taken. */
  public static Order of(Workload workload, long items) {
    return new Order(workload, workload.keys(), items, 0);
  }

  /** So many seconds at a fixed rate. */
  public static Order paced(Workload workload, long perSecond, int seconds) {
    return new Order(workload, workload.keys(), perSecond * seconds, perSecond);
  }

  /** The events. */
  public Feed feed() {
    if (perSecond > 0) {
      return new Feed(keys, 1000.0 / perSecond, disorderMillis());
    }
    return new Feed(keys, workload == Workload.W5 ? 0.05 : 0.01, disorderMillis());
  }

  /** By how much its events are out of order. */
  public int disorderMillis() {
    boolean ordered = workload == Workload.W5 || (workload.paced() && workload != Workload.STEADY);
    return ordered ? 0 : DISORDER_MILLIS;
  }

  /** The length of a tumbling window. */
  public int windowMillis() {
    return workload == Workload.W6_WINDOW || workload == Workload.W7_MEMORY ? 100 : 1000;
  }

  String line() {
    return workload.id() + " " + keys + " " + items + " " + perSecond;
  }

  static Order parse(String line) {
    String[] parts = line.split(" ", -1);
    return new Order(
        Workload.of(parts[0]),
        Integer.parseInt(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }
}
