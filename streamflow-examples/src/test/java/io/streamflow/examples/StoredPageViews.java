package io.streamflow.examples;

import static io.streamflow.examples.ExampleRun.linesIn;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the state of {@code page-views} must hold as of a checkpoint, told by the files that were
 * committed until then.
 */
final class StoredPageViews {
  private static final Pattern PART = Pattern.compile("part-\\d+-(\\d+)\\.jsonl");
  private static final Pattern COUNT =
      Pattern.compile(
          "\\{\"page\":\"((?:[^\"\\\\]|\\\\.)*)\",.*\"windowEnd\":\"(.*)\",\"count\":(\\d+)\\}");

  /** The counts. */
  final List<String> lines = new ArrayList<>();

  private final Map<String, Long> views = new HashMap<>();

  /** The end of the last window that has closed. */
  Instant closedUntil = Instant.MIN;

  StoredPageViews(Path output, long checkpoint) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(output)) {
      for (Path part : parts) {
        String name = part.getFileName().toString();
        Matcher epoch = PART.matcher(name);
        if (epoch.matches() && Long.parseLong(epoch.group(1)) <= checkpoint) {
          lines.addAll(linesIn(output, name));
        }
      }
    }
    for (String line : lines) {
      Matcher count = COUNT.matcher(line);
      if (!count.matches()) {
        throw new AssertionError("not a count: " + line);
      }
      views.merge(
          count.group(1).replaceAll("\\\\(.)", "$1"), Long.parseLong(count.group(3)), Long::sum);
      Instant end = Instant.parse(count.group(2));
      closedUntil = end.isAfter(closedUntil) ? end : closedUntil;
    }
  }

  /** The rows of the table of the ten busiest pages. */
  String table() {
    StringBuilder rows = new StringBuilder();
    views.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(10)
        .forEach(page ->
            rows.append(String.format(Locale.ROOT, "%,10d  %s%n", page.getValue(), page.getKey())));
    return rows.toString();
  }
}
