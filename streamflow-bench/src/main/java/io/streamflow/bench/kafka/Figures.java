package io.streamflow.bench.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One figure of every way, round by round. One thread. */
final class Figures {
  private final String name;
  private final Map<Way, List<Double>> rounds = new EnumMap<>(Way.class);

  Figures(String name) {
    this.name = name;
  }

  void add(Way way, double value) {
    rounds.computeIfAbsent(way, _ -> new ArrayList<>()).add(value);
  }

  /** Each way's median, and the first way's ratio to it within a round: median and range. */
  String table() {
    StringBuilder text = new StringBuilder();
    List<Double> ours = rounds.getOrDefault(Way.STREAMFLOW, List.of());
    rounds.forEach((way, values) -> {
      text.append(
          String.format(Locale.ROOT, "%-28s %-15s %,12.1f", name, way, median(doubles(values))));
      if (way != Way.STREAMFLOW && ours.size() == values.size()) {
        double[] ratios = new double[values.size()];
        for (int round = 0; round < ratios.length; round++) {
          ratios[round] = ours.get(round) / values.get(round);
        }
        double median = median(ratios); // sorts
        text.append(
            String.format(
                Locale.ROOT,
                "   STREAMFLOW by it: %.2f (%.2f..%.2f)",
                median,
                ratios[0],
                ratios[ratios.length - 1]));
      }
      text.append('\n');
    });
    return text.toString();
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
