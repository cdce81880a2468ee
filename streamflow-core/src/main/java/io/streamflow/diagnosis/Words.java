package io.streamflow.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says numbers as a person would. */
final class Words {
  private static final int MOST_NAMES = 5;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Words() {}

  /** Such as {@code 45 s} or {@code 2 h 10 min}. */
  static String duration(Duration duration) {
    long nanos = duration.compareTo(Duration.ofDays(1)) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    if (nanos < 10_000) {
      return nanos + " ns";
    }
    if (nanos < 10_000_000) {
      return number(nanos / 1e6) + " ms";
    }
    long millis = duration.toMillis();
    if (millis < 10 * SECOND) {
      return millis < SECOND ? millis + " ms" : number(millis / 1e3) + " s";
    }
    if (millis < 2 * MINUTE) {
      return millis / SECOND + " s";
    }
    if (millis < HOUR) {
      return two(millis, MINUTE, "min", SECOND, "s");
    }
    return millis < DAY ? two(millis, HOUR, "h", MINUTE, "min") : two(millis, DAY, "d", HOUR, "h");
  }

  private static String two(long millis, long large, String unit, long small, String smallUnit) {
    long rest = millis % large / small;
    return millis / large + " " + unit + (rest == 0 ? "" : " " + rest + " " + smallUnit);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  /** A moment of event time, in UTC. */
  static String time(Instant instant) {
    return instant.toString();
  }

  /** With thousands apart. */
  static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  /** Of a hundred. */
  static String percent(double share) {
    return Math.round(100 * share) + " %";
  }

  /** Some bytes. */
  static String bytes(long bytes) {
    return bytes < 10_000
        ? bytes + " bytes"
        : bytes < 10_000_000 ? bytes / 1_000 + " KB" : bytes / 1_000_000 + " MB";
  }

  /** Each in quotes; of many only the first. */
  static String names(Collection<String> names) {
    String first =
        names.stream()
            .limit(MOST_NAMES)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", "));
    return names.size() <= MOST_NAMES
        ? first
        : first + " and " + (names.size() - MOST_NAMES) + " more";
  }
}
