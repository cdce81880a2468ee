package io.streamflow.examples;

import io.streamflow.connectors.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Half an hour of readings as they could be: each sensor near a temperature of its own. */
final class SampleReadings {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
  private static final int SENSORS = 5;
  private static final int SECONDS_BETWEEN = 10;
  private static final int READINGS_EACH = 180;

  private SampleReadings() {}

  /** The same for the same seed, as lines of JSON; a little out of order. */
  static List<String> lines(long seed) {
    Random random = new Random(seed);
    Json<Reading> json = Json.of(Reading.class);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < READINGS_EACH; i++) {
      for (int sensor = 1; sensor <= SENSORS; sensor++) {
        Instant time =
            START.plusSeconds((long) i * SECONDS_BETWEEN).plusMillis(random.nextInt(30_000));
        double celsius = Math.round((15 + sensor * 2 + random.nextGaussian()) * 10) / 10.0;
        lines.add(json.text(new Reading("sensor-" + sensor, time, celsius)));
      }
    }
    return lines;
  }
}
