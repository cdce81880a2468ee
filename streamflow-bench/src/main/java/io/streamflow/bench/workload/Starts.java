package io.streamflow.bench.workload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a new process takes to its first result, or how much memory it has: one per repetition. */
final class Starts {
  private static final int ITEMS = 400_000; // four seconds of event time: three windows
  private static final int MEMORY_SECONDS = 12;
  private static final long MEMORY_RATE = 150_000;

  private final int rounds;

  Starts(int rounds) {
    this.rounds = rounds;
  }

  /** Milliseconds, or for {@link Workload#W7_MEMORY} megabytes, by contender. */
  Map<Contender, Spread> measure(Workload workload, List<Contender> contenders)
      throws IOException, InterruptedException {
    Map<Contender, List<Double>> all = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Contender each : contenders) {
        if (each.runs(workload)) {
          double figure = once(workload, each);
          all.computeIfAbsent(each, _ -> new ArrayList<>()).add(figure);
          System.err.printf(
              Locale.ROOT, "%s round %d %-14s %.0f%n", workload.id(), round, each.name(), figure);
        }
      }
    }
    Map<Contender, Spread> spreads = new LinkedHashMap<>();
    all.forEach((contender, figures) -> spreads.put(contender, Spread.of(figures)));
    return spreads;
  }

  private static double once(Workload workload, Contender contender)
      throws IOException, InterruptedException {
    boolean memory = workload == Workload.W7_MEMORY;
    Order order =
        memory ? Order.paced(workload, MEMORY_RATE, MEMORY_SECONDS) : Order.of(workload, ITEMS);
    List<String> said = new ArrayList<>();
    try (ChildProcess child = ChildProcess.once(contender, order)) {
      Repetition.check(contender, order, child.await(order, said::add));
    }
    String[] parts = said.getFirst().split(" ", -1);
    return memory ? Long.parseLong(parts[1]) / 1e6 : Long.parseLong(parts[0]) / 1e6;
  }
}
