package io.streamflow.bench.workload;

import java.util.List;
import java.util.Locale;

/**
 * Several measurements of the same.
 *
 * @param median the middle one, or between the two in the middle
 * @param least the smallest
 * @param greatest the greatest
 * @param count how many; 0 for none, when the others are NaN
 */
record Spread(double median, double least, double greatest, int count) {

  static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** Median (least..greatest), three digits each. */
  @Override
  public String toString() {
    if (count == 0) {
      return "-";
    }
    return count == 1
        ? digits(median)
        : digits(median) + " (" + digits(least) + ".." + digits(greatest) + ")";
  }

  static String digits(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
