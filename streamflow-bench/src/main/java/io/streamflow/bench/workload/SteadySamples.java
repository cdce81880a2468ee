package io.streamflow.bench.workload;

import io.streamflow.bench.Machine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What sinks have seen within a second. Filled by sinks' threads, read by another. */
final class SteadySamples {
  private final long startedAt = System.nanoTime();
  private long[] latencies = new long[1 << 14];
  private int count;
  private long items;

  /**
   * One second.
   *
   * @param second since the start
   * @param items whose windows came
   * @param p50 nanoseconds late
   * @param p99 nanoseconds late
   * @param residentBytes of the process
   */
  record Sample(int second, long items, long p50, long p99, long residentBytes) {
    static Sample parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Sample(
          Integer.parseInt(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]),
          Long.parseLong(parts[4]));
    }
  }

  synchronized void add(long nanosLate, long windowItems) {
    if (count == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * count);
    }
    latencies[count++] = nanosLate;
    items += windowItems;
  }

  /** Waits for the end of a second; the line of a sample, or empty when nothing has come. */
  String next(int second) {
    try {
      long due = startedAt + second * 1_000_000_000L + 500_000_000L; // between two windows' ends
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      return take(second);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized String take(int second) throws IOException {
    Percentiles late = Percentiles.of(List.of(Arrays.copyOf(latencies, count)));
    String line =
        "%d %d %d %d %d".formatted(second, items, late.p50(), late.p99(), Machine.residentBytes());
    boolean none = count == 0;
    count = 0;
    items = 0;
    return none ? "" : line;
  }
}
