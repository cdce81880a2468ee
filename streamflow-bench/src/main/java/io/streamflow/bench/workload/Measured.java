package io.streamflow.bench.workload;

/**
 * What a contender's repetition gave.
 *
 * @param items events that went in
 * @param nanos from the source's first event until the last sink had seen everything
 * @param count results at the sinks
 * @param sum their digests, added up
 * @param bytesPerItem allocated on the heap by all threads
 * @param firstResultAt when the first result was at a sink, by {@link System#nanoTime}
 * @param latency where events are paced
 */
public record Measured(
    long items,
    long nanos,
    long count,
    long sum,
    double bytesPerItem,
    long firstResultAt,
    Percentiles latency) {

  /** Million events a second. */
  public double rate() {
    return items * 1000.0 / nanos;
  }

  String line() {
    return String.join(
        " ",
        Long.toString(items),
        Long.toString(nanos),
        Long.toString(count),
        Long.toString(sum),
        Double.toString(bytesPerItem),
        Long.toString(firstResultAt),
        Integer.toString(latency.count()),
        Long.toString(latency.p50()),
        Long.toString(latency.p99()),
        Long.toString(latency.p999()));
  }

  static Measured parse(String line) {
    String[] parts = line.split(" ", -1);
    return new Measured(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Double.parseDouble(parts[4]),
        Long.parseLong(parts[5]),
        new Percentiles(
            Integer.parseInt(parts[6]),
            Long.parseLong(parts[7]),
            Long.parseLong(parts[8]),
            Long.parseLong(parts[9])));
  }
}
