package io.streamflow.bench.workload;

import io.streamflow.bench.plot.Plot;
import io.streamflow.bench.plot.SvgFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Prints each table when it is there, and draws what belongs together. */
final class Report {
  private final Optional<Path> images;
  private final Map<String, List<Series>> throughput = new LinkedHashMap<>();
  private final Map<String, List<Series>> latency = new LinkedHashMap<>();
  private final Map<Integer, List<Series>> keys = new LinkedHashMap<>();

  Report(Optional<Path> images) {
    this.images = images;
  }

  void throughput(Workload workload, List<Series> all) throws IOException {
    say(Tables.throughput(workload.id() + ": " + workload.title(), all));
    throughput.put(workload.id(), all);
    draw(
        "peers-throughput.svg",
        List.of(bars("Throughput", "M items/s", throughput, Measured::rate)));
  }

  void latency(Workload workload, long perSecond, List<Series> all) throws IOException {
    say(Tables.latency("%s at %,d/s".formatted(workload.title(), perSecond), all));
    latency.put(workload.id().substring(3) + " " + perSecond / 1000 + "k/s", all);
    draw(
        "peers-latency.svg",
        List.of(
            bars("Latency, median", "ms", latency, one -> one.latency().p50() / 1e6),
            bars("Latency, p99", "ms", latency, one -> one.latency().p99() / 1e6)));
  }

  void keys(int number, List<Series> all) throws IOException {
    say(Tables.throughput("W3 with %,d keys".formatted(number), all));
    keys.put(number, all);
    Plot plot = Plot.lines("Tumbling 1 s count by keys", "keys", "M items/s").logarithmicX();
    for (String name : names(keys.values())) {
      List<Integer> at = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      keys.forEach((count, each) -> {
        Double rate = median(name, each, Measured::rate);
        if (rate != null) {
          at.add(count);
          rates.add(rate);
        }
      });
      plot.line(name, at, rates);
    }
    draw("peers-keys.svg", List.of(plot.logarithmicY()));
  }

  void starts(Workload workload, Map<Contender, Spread> all) {
    say(Tables.starts(workload.title(), workload == Workload.W7_MEMORY ? "MB" : "ms", all));
  }

  void steady(Steady steady) throws IOException {
    say(steady.table());
    draw("steady.svg", steady.plots());
  }

  private static void say(String table) {
    System.out.print(table);
    System.out.flush();
  }

  private void draw(String name, List<Plot> plots) throws IOException {
    if (images.isPresent()) {
      SvgFile.write(images.get().resolve(name), plots);
    }
  }

  private static Plot bars(
      String title, String unit, Map<String, List<Series>> all, ToDoubleFunction<Measured> figure) {
    Plot plot = Plot.bars(title, unit).logarithmicY();
    List<String> categories = List.copyOf(all.keySet());
    for (String name : names(all.values())) {
      List<@Nullable Double> values = new ArrayList<>();
      all.values().forEach(each -> values.add(median(name, each, figure)));
      plot.bar(name, categories, values);
    }
    return plot;
  }

  private static Set<String> names(Iterable<List<Series>> all) {
    Set<String> names = new LinkedHashSet<>();
    all.forEach(list -> list.forEach(each -> names.add(each.contender().name())));
    return names;
  }

  private static @Nullable Double median(
      String name, List<Series> all, ToDoubleFunction<Measured> figure) {
    for (Series each : all) {
      if (each.contender().name().equals(name)) {
        return each.of(figure).median();
      }
    }
    return null;
  }
}
