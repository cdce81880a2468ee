package io.streamflow.bench.workload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Repetitions of one workload by several contenders in turn: A, B, C, then A, B, C again. Each is a
 * process of its own, which stays, and which is idle while another's turn is.
 */
final class Rounds {
  private static final long FIRST_ITEMS = 100_000;
  private static final int TRIES = 12;
  private static final double WARM = 1.15;

  private final int rounds;
  private final double seconds;

  /**
   * So many rounds.
   *
   * @param seconds about how long each repetition is to take, where events are not paced
   */
  Rounds(int rounds, double seconds) {
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Throughput: each does as many items as it can in the time. */
  List<Series> throughput(Workload workload, int keys, List<Contender> contenders)
      throws IOException, InterruptedException {
    return run(workload, contenders, entry -> calibrated(entry, workload, keys));
  }

  /** Latency at a fixed rate: the warm-up of a second is enough to find the way. */
  List<Series> paced(Workload workload, long perSecond, int lasting, List<Contender> contenders)
      throws IOException, InterruptedException {
    Order order = Order.paced(workload, perSecond, lasting);
    return run(
        workload,
        contenders,
        entry -> {
          entry.run(Order.paced(workload, perSecond, 4));
          return order;
        });
  }

  /** A contender, its process, and what it is to do in each round. */
  private record Entry(Contender contender, ChildProcess child) {
    Repetition run(Order order) throws IOException, InterruptedException {
      Repetition repetition = Repetition.of(contender, child, order, _ -> {});
      child.settle();
      return repetition;
    }
  }

  private interface WarmUp {
    Order order(Entry entry) throws IOException, InterruptedException;
  }

  private List<Series> run(Workload workload, List<Contender> contenders, WarmUp warmUp)
      throws IOException, InterruptedException {
    List<Series> all = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    try {
      for (Contender each : contenders) {
        if (each.runs(workload)) {
          Entry entry = new Entry(each, ChildProcess.serving(each, workload));
          entries.add(entry);
          orders.add(warmUp.order(entry));
          all.add(new Series(each));
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (int i = 0; i < entries.size(); i++) {
          Repetition repetition = entries.get(i).run(orders.get(i));
          all.get(i).add(repetition);
          say(round, entries.get(i).contender(), orders.get(i), repetition);
        }
      }
      return all;
    } finally {
      for (Entry entry : entries) {
        entry.child().close();
      }
    }
  }

  /**
   * Raises the number of items until a repetition takes as long as it is to, and is not much faster
   * than the one before: then the JVM is warm.
   */
  private Order calibrated(Entry entry, Workload workload, int keys)
      throws IOException, InterruptedException {
    Order order = new Order(workload, keys, FIRST_ITEMS, 0);
    double before = 0;
    for (int i = 0; i < TRIES; i++) {
      Measured measured = entry.run(order).measured();
      double took = measured.nanos() / 1e9;
      if (took >= 0.7 * seconds && measured.rate() < WARM * before) {
        return order;
      }
      before = measured.rate();
      double factor = Math.clamp(seconds / took, 0.5, 10);
      order = new Order(workload, keys, Math.max(FIRST_ITEMS, (long) (order.items() * factor)), 0);
    }
    return order;
  }

  private static void say(int round, Contender contender, Order order, Repetition repetition) {
    Measured measured = repetition.measured();
    System.err.printf(
        Locale.ROOT,
        "%s round %d %-14s %8.3f M/s, %5.1f s, %.0f B/item%s%s%n",
        order.workload().id(),
        round,
        contender.name(),
        measured.rate(),
        measured.nanos() / 1e9,
        measured.bytesPerItem(),
        order.perSecond() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", p50 %.2f p99 %.2f p99.9 %.2f ms",
                measured.latency().p50() / 1e6,
                measured.latency().p99() / 1e6,
                measured.latency().p999() / 1e6),
        repetition.quiet()
            ? ""
            : String.format(Locale.ROOT, " - others used %.0f %%", 100 * repetition.others()));
  }
}
