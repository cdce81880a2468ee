package io.streamflow.job;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: {@code 64MiB}, {@code 1.5GiB}, {@code 512MB}. */
final class BytesText {
  static final TextForm<Long> FORM = new TextForm<>("bytes", BytesText::read, BytesText::print);

  private static final Pattern TEXT = Pattern.compile("([+-]?\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS = units();

  private BytesText() {}

  private static Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("TiB", 1L << 40);
    units.put("GiB", 1L << 30);
    units.put("MiB", 1L << 20);
    units.put("KiB", 1L << 10);
    units.put("TB", 1_000_000_000_000L);
    units.put("GB", 1_000_000_000L);
    units.put("MB", 1_000_000L);
    units.put("kB", 1_000L);
    units.put("Ti", 1L << 40); // as Kubernetes writes them
    units.put("Gi", 1L << 30);
    units.put("Mi", 1L << 20);
    units.put("Ki", 1L << 10);
    units.put("B", 1L);
    units.put("", 1L);
    return units;
  }

  static long read(String text) throws UnreadableText {
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches()) {
      String written = matcher.group(2);
      for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
        if (unit.getKey().equalsIgnoreCase(written)) {
          return bytes(new BigDecimal(matcher.group(1)), unit.getValue());
        }
      }
      if (written.length() == 1 && "kmgt".contains(written.toLowerCase(Locale.ROOT))) {
        String prefix = written.toUpperCase(Locale.ROOT);
        throw new UnreadableText(
            "say which "
                + prefix
                + " it is, "
                + prefix
                + "iB by 1024 or "
                + (prefix.equals("K") ? "k" : prefix)
                + "B by 1000");
      }
    }
    throw new UnreadableText(
        "give a number with a unit, KiB, MiB, GiB or TiB by 1024, kB, MB, GB or TB by 1000, or"
            + " bytes without one");
  }

  private static long bytes(BigDecimal number, long unit) throws UnreadableText {
    BigDecimal bytes = number.multiply(BigDecimal.valueOf(unit));
    try {
      return bytes.longValueExact();
    } catch (ArithmeticException e) {
      throw new UnreadableText(
          bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
              ? "it is too much"
              : "it is no whole number of bytes");
    }
  }

  static String print(long bytes) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes != 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return String.valueOf(bytes);
  }
}
