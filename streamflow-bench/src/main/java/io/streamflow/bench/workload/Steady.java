package io.streamflow.bench.workload;

import io.streamflow.bench.plot.Plot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A durable job at half of its greatest speed for minutes: does anything grow? */
final class Steady {
  private final Map<Contender, List<SteadySamples.Sample>> samples = new LinkedHashMap<>();
  private final Map<Contender, Long> rates = new LinkedHashMap<>();

  /** Measures one contender's greatest speed, and then half of it for so long. */
  void run(Contender contender, int minutes) throws IOException, InterruptedException {
    List<Series> top =
        new Rounds(3, 3)
            .throughput(Workload.W3_DURABLE, Workload.W3_DURABLE.keys(), List.of(contender));
    double million = top.getFirst().of(Measured::rate).median();
    long perSecond = 1000 * (long) (million * 1e6 / 2 / 1000);
    Order order = Order.paced(Workload.STEADY, perSecond, minutes * 60);
    List<SteadySamples.Sample> own = new ArrayList<>();
    try (ChildProcess child = ChildProcess.serving(contender, Workload.STEADY)) {
      Repetition.of(contender, child, order, line -> own.add(SteadySamples.Sample.parse(line)));
    }
    samples.put(contender, own);
    rates.put(contender, perSecond);
  }

  /** The first and the last minute beside each other. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            """

            ### Steady

            | contender | items/s asked for | part | items/s | p50 ms | p99 ms | resident MB |
            |---|---|---|---|---|---|---|
            """);
    samples.forEach((contender, own) -> {
      int part = Math.max(1, Math.min(60, own.size() / 2));
      row(table, contender, "first " + part + " s", own.subList(0, part));
      row(table, contender, "last " + part + " s", own.subList(own.size() - part, own.size()));
    });
    return table.toString();
  }

  private void row(
      StringBuilder table, Contender contender, String part, List<SteadySamples.Sample> own) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %s | %,.0f | %s | %s | %s |%n",
            contender.name(),
            rates.get(contender),
            part,
            own.stream().mapToLong(SteadySamples.Sample::items).average().orElse(0),
            Spread.of(own.stream().map(each -> each.p50() / 1e6).toList()),
            Spread.of(own.stream().map(each -> each.p99() / 1e6).toList()),
            Spread.of(own.stream().map(each -> each.residentBytes() / 1e6).toList())));
  }

  /** Over time: items per second, latency, memory. */
  List<Plot> plots() {
    Plot rate = Plot.lines("Throughput, half of the greatest", "s", "M items/s").yFrom(0);
    Plot late = Plot.lines("From a window's end to its results", "s", "ms").logarithmicY();
    Plot memory = Plot.lines("Memory of the process", "s", "MB").yFrom(0);
    samples.forEach((contender, own) -> {
      List<Integer> at = own.stream().map(SteadySamples.Sample::second).toList();
      rate.line(contender.name(), at, own.stream().map(each -> each.items() / 1e6).toList());
      late.line(contender.name() + " p50", at, own.stream().map(each -> each.p50() / 1e6).toList());
      late.line(contender.name() + " p99", at, own.stream().map(each -> each.p99() / 1e6).toList());
      memory.line(
          contender.name(), at, own.stream().map(each -> each.residentBytes() / 1e6).toList());
    });
    return List.of(rate, late, memory);
  }
}
