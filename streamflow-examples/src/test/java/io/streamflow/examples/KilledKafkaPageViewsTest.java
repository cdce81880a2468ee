package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.broker.BrokerProcess;
import io.streamflow.connectors.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kafka-page-views} in a JVM of its own, with a broker in another, killed (SIGKILL) at
 * random moments, also while it fills its topic, and started again until it comes to the end: the
 * topic then has what a loop over the log counts.
 */
class KilledKafkaPageViewsTest {
  private static final int KILLS = 8;
  private static final int MOST_STARTS = 100;

  @TempDir Path temp;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void countsLikeALoopOverTheLogHoweverOftenItIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> log = SampleLog.lines(seed, 1_000);
    Path file = Files.write(temp.resolve("access.log"), log);
    List<String> expected =
        new ExpectedPageViews(log, Duration.ofSeconds(30), Duration.ofDays(1)).lines();
    int kills = 0;
    try (BrokerProcess broker = new BrokerProcess(temp.resolve("broker"))) {
      broker.start();
      for (int round = 0; kills < KILLS; round++) {
        String what = "seed " + seed + ", round " + round;
        kills += survive(broker, file, round, random, what);
        List<String> found = new ArrayList<>();
        Json<PageCount> json = Json.of(PageCount.class);
        ExampleKafka.at(broker.bootstrap())
            .committed("counts-" + round)
            .read(json, count -> found.add(json.text(count)));
        assertThat(found).as(what).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
    System.out.println("kafka-page-views was killed " + kills + " times");
  }

  private int survive(BrokerProcess broker, Path log, int round, Random random, String what)
      throws Exception {
    Path said = temp.resolve("said-" + round);
    for (int starts = 1; starts < MOST_STARTS; starts++) {
      Process child = start(broker, log, round, said);
      int life = 1_000 + random.nextInt(2_000 + 200 * starts);
      if (child.waitFor(life, TimeUnit.MILLISECONDS)) {
        assertThat(child.exitValue()).as(() -> what + ": " + read(said)).isZero();
        return starts - 1;
      }
      child.destroyForcibly().waitFor();
    }
    throw new AssertionError(what + ": not at the end after " + MOST_STARTS + " starts");
  }

  private Process start(BrokerProcess broker, Path log, int round, Path said) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "kafka-page-views",
            "--bootstrap",
            broker.bootstrap(),
            "--create-topics",
            "--fill",
            log.toString(),
            "--input",
            "views-" + round,
            "--output",
            "counts-" + round,
            "--state",
            temp.resolve("state-" + round).toString(),
            "--checkpoint-interval",
            "30ms",
            "--window",
            "30s",
            "--to-end")
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  private static String read(Path said) {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
