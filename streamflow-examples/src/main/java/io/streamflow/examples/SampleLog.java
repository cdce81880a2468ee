package io.streamflow.examples;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A web server's log as it could be: some pages and clients are busier than others, lines are out
 * of order within each minute, some requests fail, and now and then a line is garbage.
 */
final class SampleLog {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> PAGES =
      List.of(
          "/",
          "/products",
          "/products/bicycle-42",
          "/search?q=lamp&page=2",
          "/search?q=caf%C3%A9",
          "/images/logo.png",
          "/blog/feed?flavor=rss20",
          "/favicon.ico",
          "/about",
          "/quote\\\"d",
          "/back\\\\slash");
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/604.1",
          "An agent \\\"with quotes\\\" and [brackets]",
          "-");
  private static final List<String> GARBAGE =
      List.of(
          "",
          "server restarted",
          "203.0.113.9 - - [02/Mar/2026:09:",
          "203.0.113.9 - - [31/Feb/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
          "203.0.113.9 - - [02/Mar/2026:09:00:00 +0000] \"GET / HTTP/1.1\" abc 5 \"-\" \"-\"",
          "203.0.113.9 - - [02/Mar/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"cut");

  private final Random random;

  private SampleLog(long seed) {
    random = new Random(seed);
  }

  /** The log of so many minutes, about 60 lines each; the same for the same seed. */
  static List<String> lines(long seed, int minutes) {
    SampleLog sample = new SampleLog(seed);
    List<String> lines = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      lines.addAll(sample.minute(START.plusSeconds(60L * minute)));
    }
    return lines;
  }

  private List<String> minute(Instant start) {
    List<String> lines = new ArrayList<>();
    int requests = 40 + random.nextInt(40);
    for (int i = 0; i < requests; i++) {
      lines.add(random.nextInt(200) == 0 ? one(GARBAGE) : line(start));
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  private String line(Instant start) {
    int chance = random.nextInt(100);
    String request =
        switch (chance) {
          case 0 -> "-";
          case 1, 2, 3 -> "HEAD / HTTP/1.1";
          case 4, 5, 6, 7 -> "POST /cart?item=" + random.nextInt(100) + " HTTP/1.1";
          default -> "GET " + oneOfTheFirst(PAGES) + " HTTP/1.1";
        };
    int status = chance == 0 ? 400 : random.nextInt(12) == 0 ? 404 : 200;
    String client = "198.51.100." + (1 + (int) Math.abs(random.nextGaussian() * 20));
    String time = TIME.format(start.plusSeconds(random.nextInt(60)));
    int bytes = random.nextInt(50_000);
    return "%s - - [%s] \"%s\" %d %s \"-\" \"%s\""
        .formatted(
            client, time, request, status, bytes < 500 ? "-" : String.valueOf(bytes), one(AGENTS));
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** The first are the likeliest. */
  private String oneOfTheFirst(List<String> of) {
    return of.get(random.nextInt(1 + random.nextInt(of.size())));
  }
}
