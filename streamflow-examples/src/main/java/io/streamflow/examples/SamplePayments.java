package io.streamflow.examples;

import io.streamflow.connectors.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An hour of payments as they could be: most are small, a few are suspicious. */
final class SamplePayments {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int SECONDS = 3600;

  private SamplePayments() {}

  /** One payment a second, the same for the same seed, as lines of JSON. */
  static List<String> lines(long seed) {
    Random random = new Random(seed);
    Json<Transaction> json = Json.of(Transaction.class);
    List<String> lines = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      boolean triesOut = second % 600 == 100; // a stolen card is tried out, and then used
      boolean strikes = second % 600 == 120;
      String account = triesOut || strikes ? "a" + second / 600 : "a" + random.nextInt(5000);
      BigDecimal amount = triesOut ? cents(99) : strikes ? cents(480_000) : usualAmount(random);
      Instant time = START.plusSeconds(second).plusMillis(random.nextInt(3000));
      lines.add(json.text(new Transaction("p" + second, account, time, amount)));
    }
    return lines;
  }

  private static BigDecimal usualAmount(Random random) {
    int cents =
        switch (random.nextInt(100)) {
          case 0 -> 1_000_000 + random.nextInt(2_000_000); // over 10,000
          case 1, 2, 3, 4, 5 -> 100_000 + random.nextInt(100_000);
          case 6, 7, 8, 9, 10, 11, 12, 13 -> 1 + random.nextInt(200); // tiny
          default -> 500 + random.nextInt(20_000);
        };
    return cents(cents);
  }

  private static BigDecimal cents(int number) {
    return BigDecimal.valueOf(number, 2);
  }
}
