package io.streamflow.bench.workload;

import java.util.Arrays;
import java.util.List;

/**
 * Exact percentiles, in nanoseconds; all 0 where nothing was measured.
 *
 * @param count of how many
 * @param p50 the median
 * @param p99 99 of 100 are not above it
 * @param p999 999 of 1000 are not above it
 */
public record Percentiles(int count, long p50, long p99, long p999) {

  static Percentiles of(List<long[]> parts) {
    long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Percentiles(all.length, at(all, 0.5), at(all, 0.99), at(all, 0.999));
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
