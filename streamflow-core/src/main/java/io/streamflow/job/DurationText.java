package io.streamflow.job;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code PT1M30S}. */
final class DurationText {
  static final TextForm<Duration> FORM =
      new TextForm<>("duration", DurationText::read, DurationText::print);

  private static final Pattern TEXT = Pattern.compile("([+-]?\\d+)\\s*([a-z]+)");
  private static final Map<String, ChronoUnit> UNITS = units();

  private DurationText() {}

  /** The largest first. */
  private static Map<String, ChronoUnit> units() {
    Map<String, ChronoUnit> units = new LinkedHashMap<>();
    units.put("d", ChronoUnit.DAYS);
    units.put("h", ChronoUnit.HOURS);
    units.put("m", ChronoUnit.MINUTES);
    units.put("s", ChronoUnit.SECONDS);
    units.put("ms", ChronoUnit.MILLIS);
    units.put("us", ChronoUnit.MICROS);
    units.put("ns", ChronoUnit.NANOS);
    return units;
  }

  static Duration read(String written) throws UnreadableText {
    String text = written.strip();
    Matcher matcher = TEXT.matcher(text);
    try {
      if (matcher.matches()) {
        ChronoUnit unit = UNITS.get(matcher.group(2));
        if (unit != null) {
          return Duration.of(Long.parseLong(matcher.group(1)), unit);
        }
      } else if (text.toUpperCase(Locale.ROOT).matches("[+-]?P.*")) {
        return Duration.parse(text);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new UnreadableText("it is too long");
    } catch (DateTimeException e) {
      throw new UnreadableText("ISO-8601 would be PT1M30S");
    }
    throw new UnreadableText(
        "give a whole number with a unit, ns, us, ms, s, m, h or d, or ISO-8601 such as PT1M30S");
  }

  static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
      long count = duration.dividedBy(unit.getValue().getDuration());
      // counted back, since a division by a unit cuts the rest off
      if (count != 0 && unit.getValue().getDuration().multipliedBy(count).equals(duration)) {
        return count + unit.getKey();
      }
      if (Math.abs(count) > Integer.MAX_VALUE) {
        break; // smaller units may not have room for it
      }
    }
    return duration.toString();
  }
}
