package io.streamflow.bench.workload;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Markdown tables of what was measured. */
final class Tables {
  private Tables() {}

  static String throughput(String title, List<Series> all) {
    Optional<Series> hand = named("hand", all);
    Optional<Series> best = bestPeer(all);
    StringBuilder table =
        new StringBuilder(
            """

            ### %s

            | contender | M items/s | by hand | by the best peer%s | B/item | rounds left out |
            |---|---|---|---|---|---|
            """
                .formatted(title, best.map(peer -> ", " + peer.contender().name()).orElse("")));
    for (Series each : all) {
      table.append(
          "| %s | %s%s | %s | %s | %s | %d%s |%n"
              .formatted(
                  each.contender().name(),
                  each.allDisturbed() ? "~" : "",
                  each.of(Measured::rate),
                  hand.map(one -> each.ratioTo(one).toString()).orElse("-"),
                  best.map(one -> each.ratioTo(one).toString()).orElse("-"),
                  bytes(each.of(Measured::bytesPerItem).median()),
                  each.disturbed(),
                  each.allDisturbed() ? ": all, the fastest one is shown" : ""));
    }
    return table.toString();
  }

  private static String bytes(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  static String latency(String title, List<Series> all) {
    StringBuilder table =
        new StringBuilder(
            """

            ### %s

            | contender | p50 ms | p99 ms | p99.9 ms | rounds left out |
            |---|---|---|---|---|
            """
                .formatted(title));
    for (Series each : all) {
      table.append(
          "| %s | %s%s | %s | %s | %d |%n"
              .formatted(
                  each.contender().name(),
                  each.allDisturbed() ? "~" : "",
                  each.of(one -> one.latency().p50() / 1e6),
                  each.of(one -> one.latency().p99() / 1e6),
                  each.of(one -> one.latency().p999() / 1e6),
                  each.disturbed()));
    }
    return table.toString();
  }

  static String starts(String title, String unit, Map<Contender, Spread> all) {
    StringBuilder table =
        new StringBuilder("%n### %s%n%n| contender | %s |%n|---|---|%n".formatted(title, unit));
    all.forEach(
        (contender, spread) -> table.append("| %s | %s |%n".formatted(contender.name(), spread)));
    return table.toString();
  }

  private static Optional<Series> named(String name, List<Series> all) {
    return all.stream().filter(each -> each.contender().name().equals(name)).findFirst();
  }

  private static Optional<Series> bestPeer(List<Series> all) {
    return all.stream()
        .filter(each -> each.contender().peer())
        .max(Comparator.comparingDouble(each -> each.of(Measured::rate).median()));
  }
}
