package io.streamflow.examples;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Page views counted without StreamFlow, one line of the log after the other. */
final class ExpectedPageViews {
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+ \\S+ .+? \\[([^\\]]+)\\] \"((?:[^\"\\\\]|\\\\.)*)\" (\\d{3}) (?:\\d+|-)"
              + " \"(?:[^\"\\\\]|\\\\.)*\" \"(?:[^\"\\\\]|\\\\.)*\"(?: .*)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT)
          .withResolverStyle(java.time.format.ResolverStyle.STRICT);

  final Map<String, Long> counts = new HashMap<>();
  final List<String> late = new ArrayList<>();
  final List<String> rejected = new ArrayList<>();
  int filtered;

  ExpectedPageViews(List<String> log, Duration window, Duration disorder) {
    long watermark = Long.MIN_VALUE;
    for (String line : log) {
      Matcher matcher = LINE.matcher(line);
      long millis;
      try {
        millis = OffsetDateTime.parse(group(matcher), TIME).toInstant().toEpochMilli();
      } catch (RuntimeException notALogLine) {
        rejected.add(line);
        continue;
      }
      long start = Math.floorDiv(millis, window.toMillis()) * window.toMillis();
      long end = start + window.toMillis();
      if (!matcher.group(2).startsWith("GET ") || !matcher.group(3).equals("200")) {
        filtered++;
      } else if (end <= watermark) {
        late.add(line);
      } else {
        String page = matcher.group(2).split(" ", -1)[1].split("\\?", -1)[0];
        counts.merge(result(page, start, end), 1L, Long::sum);
      }
      watermark = Math.max(watermark, millis - disorder.toMillis());
    }
  }

  private static String group(Matcher matcher) {
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return matcher.group(1);
  }

  private static String result(String page, long start, long end) {
    String escaped = page.replace("\\", "\\\\").replace("\"", "\\\"");
    return "{\"page\":\"%s\",\"windowStart\":\"%s\",\"windowEnd\":\"%s\",\"count\":"
        .formatted(escaped, Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }

  /** The lines of the result, in any order. */
  List<String> lines() {
    return counts.entrySet().stream().map(e -> e.getKey() + e.getValue() + "}").toList();
  }
}
