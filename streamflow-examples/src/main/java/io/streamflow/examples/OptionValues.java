package io.streamflow.examples;

import io.streamflow.job.JobOptions;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are written; a refusal says what would be right. */
final class OptionValues {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)");
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,6})?");

  private OptionValues() {}

  /** Where to listen: a port of the loopback address, or an address and a port. */
  static final class ListenAddress implements ITypeConverter<InetSocketAddress> {
    private static final Pattern ADDRESS =
        Pattern.compile("(?:(?<host>[^:\\s]+|\\[[0-9a-fA-F:]+\\]):)?(?<port>\\d{1,5})");

    @Override
    public InetSocketAddress convert(String text) {
      Matcher matcher = ADDRESS.matcher(text);
      int port = matcher.matches() ? Integer.parseInt(matcher.group("port")) : -1;
      if (port < 0 || port > 65_535) {
        throw new TypeConversionException(
            "'" + text + "' is not a port such as 9090, or an address such as 0.0.0.0:9090");
      }
      String host = matcher.group("host");
      InetSocketAddress address =
          host == null
              ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
              : new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new TypeConversionException("host '" + host + "' is not known");
      }
      return address;
    }
  }

  /** A duration such as 500ms, 30s, 1m, 2h or 1d; may be zero. */
  static final class AnyDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Matcher matcher = DURATION.matcher(text);
      if (!matcher.matches()) {
        throw notADuration(text);
      }
      long number = Long.parseLong(matcher.group(1));
      try {
        Duration duration =
            switch (matcher.group(2)) {
              case "ms" -> Duration.ofMillis(number);
              case "s" -> Duration.ofSeconds(number);
              case "m" -> Duration.ofMinutes(number);
              case "h" -> Duration.ofHours(number);
              default -> Duration.ofDays(number);
            };
        if (duration.compareTo(Duration.ofDays(36_500)) <= 0) {
          return duration;
        }
      } catch (ArithmeticException | DateTimeException tooLong) {
        // said below
      }
      throw new TypeConversionException("'" + text + "' is longer than a hundred years");
    }

    private static TypeConversionException notADuration(String text) {
      return new TypeConversionException(
          "'" + text + "' is not a duration such as 500ms, 30s, 1m, 2h or 1d");
    }
  }

  /** A duration longer than zero. */
  static final class PositiveDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration duration = new AnyDuration().convert(text);
      if (duration.isZero()) {
        throw new TypeConversionException("'" + text + "' is zero; the least is 1ms");
      }
      return duration;
    }
  }

  /** A whole number a second, at least 1. */
  static final class Rate implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return wholeNumber(text, 1_000_000_000);
    }
  }

  /** How many subtasks. */
  static final class Parallelism implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return Math.toIntExact(wholeNumber(text, JobOptions.KEY_GROUPS));
    }
  }

  /** A port to listen on; 0 for any. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
        throw new TypeConversionException("'" + text + "' is not a port from 0 to 65535");
      }
      return Integer.valueOf(text);
    }
  }

  /** An amount of money. */
  static final class Amount implements ITypeConverter<BigDecimal> {
    @Override
    public BigDecimal convert(String text) {
      if (!AMOUNT.matcher(text).matches()) {
        throw new TypeConversionException("'" + text + "' is not an amount such as 10000 or 99.95");
      }
      return new BigDecimal(text);
    }
  }

  private static long wholeNumber(String text, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new TypeConversionException("'" + text + "' is not a whole number from 1 to " + max);
  }
}
