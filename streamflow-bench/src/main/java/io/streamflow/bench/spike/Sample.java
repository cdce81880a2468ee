package io.streamflow.bench.spike;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What was seen at one moment.
 *
 * @param seconds since the load began
 * @param offered items due a second
 * @param delivered items written a second, since the sample before
 * @param latencySeconds from being due to being written, at most, since the sample before
 * @param heapMib used after the last collection
 * @param rssMib what the process has in memory, by the system's count
 * @param stateMib of keyed state, and of the log of its changes, as the job tells
 * @param fill how full the fullest channel is, from 0 to 1, as the job tells
 */
record Sample(
    double seconds,
    double offered,
    double delivered,
    double latencySeconds,
    double heapMib,
    double rssMib,
    double stateMib,
    double fill) {
  private static final String MARK = "sample ";

  String line() {
    return MARK
        + String.format(
            Locale.ROOT,
            "%.3f %.1f %.1f %.4f %.3f %.3f %.4f %.3f",
            seconds,
            offered,
            delivered,
            latencySeconds,
            heapMib,
            rssMib,
            stateMib,
            fill);
  }

  /** Several that follow each other as one: rates as a mean, everything else as its greatest. */
  static Sample of(List<Sample> some) {
    return new Sample(
        some.getLast().seconds,
        mean(some, Sample::offered),
        mean(some, Sample::delivered),
        greatest(some, Sample::latencySeconds),
        greatest(some, Sample::heapMib),
        greatest(some, Sample::rssMib),
        greatest(some, Sample::stateMib),
        greatest(some, Sample::fill));
  }

  private static double mean(List<Sample> some, ToDoubleFunction<Sample> what) {
    return some.stream().mapToDouble(what).average().orElse(0);
  }

  /** The greatest of a figure; 0 of none. */
  static double greatest(List<Sample> some, ToDoubleFunction<Sample> what) {
    return some.stream().mapToDouble(what).max().orElse(0);
  }

  static boolean isOne(String line) {
    return line.startsWith(MARK);
  }

  static Sample of(String line) {
    double[] at =
        Arrays.stream(line.substring(MARK.length()).split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Sample(at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]);
  }
}
