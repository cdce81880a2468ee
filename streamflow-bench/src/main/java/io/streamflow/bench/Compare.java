package io.streamflow.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures ways to do the same work in turn, in one JVM, and prints how each compares to the first.
 * On a machine that others use at the same time, ratios within a round mean more than times that
 * were measured minutes apart.
 *
 * <p>{@code java -cp benchmarks.jar io.streamflow.bench.Compare [rounds] [name...]}, with {@code
 * -Dways=fused,watched -Dlonger=40} for what it costs to be watched.
 */
public final class Compare {
  private static final int WARM_UP_ROUNDS = 8;
  private static final int CHECKED_ITEMS = 3_000_000;

  /** Rounds that are so many times longer, as for {@link Watched}, who asks once a second. */
  private static final int LONGER = Integer.getInteger("longer", 1);

  private Compare() {}

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    List<String> names = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    Pollution.run();
    System.out.println("ratio to the first: median (min..max); ns per item: median");
    for (String chain : Chains.NAMES) {
      String alone = BatchChains.PREFIX + chain;
      if (names.isEmpty() || names.contains(alone)) {
        List<String> ways = chosen(BatchChains.WAYS);
        compare(alone, ways, way -> BatchChains.of(chain, way), 8_000_000, rounds);
      }
    }
    for (String chain : Chains.NAMES) {
      if (names.isEmpty() || names.contains(chain)) {
        compare(chain, chosen(Chains.WAYS), way -> Chains.of(chain, way), 8_000_000, rounds);
      }
    }
    for (String work : KeyedWork.NAMES) {
      if (names.isEmpty() || names.contains(work)) {
        List<String> ways = chosen(KeyedWork.waysOf(work));
        compare(work, ways, way -> KeyedWork.of(work, way), 2_000_000, rounds);
      }
    }
  }

  /** All ways, or those that {@code -Dways=a,b} names. */
  private static List<String> chosen(List<String> ways) {
    String names = System.getProperty("ways", "");
    return names.isEmpty() ? ways : Arrays.asList(names.split(",", -1));
  }

  /** Fails unless a way on one thread gives what the first gives. */
  private static void check(String name, Workload checked, Workload reference) throws Exception {
    if (checked.needsClock()) {
      checked.end();
    } else {
      Workload.check(name, checked, reference, CHECKED_ITEMS);
    }
  }

  private static void compare(
      String name, List<String> names, Function<String, Workload> of, int few, int rounds)
      throws Exception {
    int items = Math.multiplyExact(few, LONGER);
    Map<String, Workload> ways = new LinkedHashMap<>();
    for (String way : names) {
      if (!ways.isEmpty()) {
        check(name + " " + way, of.apply(way), of.apply(names.getFirst()));
      }
      ways.put(way, of.apply(way));
    }
    double[][] nanos = new double[ways.size()][rounds];
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      int way = 0;
      if (round == -1) {
        System.gc(); // in a job that has run for a while, what lives long is old
      }
      for (Workload work : ways.values()) {
        long start = System.nanoTime();
        long took = work.timed(items);
        if (work.needsClock()) {
          took = System.nanoTime() - start;
        }
        if (round >= 0) {
          nanos[way][round] = (double) took / items;
        }
        way++;
      }
    }
    int way = 0;
    for (Map.Entry<String, Workload> work : ways.entrySet()) {
      double[] ratios = new double[rounds];
      for (int round = 0; round < rounds; round++) {
        ratios[round] = nanos[way][round] / nanos[0][round];
      }
      Arrays.sort(ratios);
      Arrays.sort(nanos[way]);
      System.out.printf(
          Locale.ROOT,
          "%-24s %-10s %6.2f (%.2f..%.2f) %8.2f ns%n",
          name,
          work.getKey(),
          ratios[rounds / 2],
          ratios[0],
          ratios[rounds - 1],
          nanos[way][rounds / 2]);
      work.getValue().end();
      KeyedWork.checkComplete(name, work.getValue());
      way++;
    }
  }
}
