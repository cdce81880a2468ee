package io.streamflow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.broker.BrokerProcess;
import io.streamflow.job.JobOptions;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that counts per key and window, from a topic to a topic, in a JVM of its own, killed
 * (SIGKILL) at random moments; the broker too, now and then. Readers of committed records see each
 * result once. {@code -Dkafka.kills=50} kills more often.
 */
class KilledKafkaJobTest {
  private static final int KILLS = Integer.getInteger("kafka.kills", 12);
  private static final int KILLS_PER_BROKER_KILL = 10;
  private static final int RECORDS = 3_000;
  private static final int WINDOW_MILLIS = 50;
  private static final int MOST_STARTS = 200;

  @TempDir Path temp;
  private int kills;
  private int brokerKills;

  /** The job: address, topic to read, topic to write, state directory, parallelism. */
  public static void main(String[] arguments) throws Exception {
    String bootstrap = arguments[0];
    Stream.from(
            Kafka.source(bootstrap, arguments[1], KafkaFormat.text())
                .bounded()
                .property("max.poll.records", "200"))
        .limitRate(16_000, 200)
        .withEventTime(EventTime.ascending())
        .keyBy(key -> key)
        .window(Windows.tumbling(Duration.ofMillis(WINDOW_MILLIS)))
        .aggregate("counts", Aggregators.count())
        .map(count ->
            count.key() + " " + count.window().start().toEpochMilli() + " " + count.value())
        .to(
            "out",
            Kafka.sink(bootstrap, arguments[2], KafkaFormat.text())
                .key(count -> count.substring(0, count.indexOf(' '))))
        .run(
            JobOptions.durable(Path.of(arguments[3]))
                .exactlyOnce()
                .parallelism(Integer.parseInt(arguments[4]))
                .checkpointInterval(Duration.ofMillis(20)));
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void eachWindowShowsOnceHoweverOftenJobAndBrokerAreKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (BrokerProcess broker = new BrokerProcess(temp.resolve("broker"))) {
      broker.start();
      try (TestKafka kafka = new TestKafka(broker.bootstrap(), () -> {})) {
        for (int round = 0; kills < KILLS; round++) {
          String what = "seed " + seed + ", round " + round;
          kafka.create("in-" + round, 3);
          kafka.create("out-" + round, 2);
          List<String> expected = fill(kafka, "in-" + round, random);
          survive(broker, round, random, what);
          assertThat(kafka.committedValues("out-" + round))
              .as(what)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
    System.out.println("killed: the job " + kills + " times, the broker " + brokerKills + " times");
  }

  /** Writes records, and counts them. */
  private static List<String> fill(TestKafka kafka, String topic, Random random) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int time = 0; time < RECORDS; time++) {
      String key = "key-" + random.nextInt(20);
      counts.merge(key + " " + time / WINDOW_MILLIS * WINDOW_MILLIS, 1, Integer::sum);
      records.add(TestKafka.record(topic, random.nextInt(3), time, key));
    }
    kafka.send(records);
    return counts.entrySet().stream()
        .map(count -> count.getKey() + " " + count.getValue())
        .toList();
  }

  /** Kills and starts again until it comes to the end. */
  private void survive(BrokerProcess broker, int round, Random random, String what)
      throws Exception {
    for (int starts = 1; starts < MOST_STARTS; starts++) {
      Path said = temp.resolve("said");
      Process child = start(broker, round, 1 + random.nextInt(3), said);
      int life =
          500 + random.nextInt(2_000 + 50 * starts); // a slow machine gets further in the end
      boolean ended = child.waitFor(life, TimeUnit.MILLISECONDS);
      if (!ended && kills >= KILLS_PER_BROKER_KILL * (brokerKills + 1)) {
        broker.kill();
        brokerKills++;
        broker.start();
        ended = child.waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS);
      }
      if (ended) {
        assertThat(child.exitValue()).as(() -> what + ": " + read(said)).isZero();
        return;
      }
      child.destroyForcibly().waitFor();
      kills++;
    }
    throw new AssertionError(what + ": not at the end after " + MOST_STARTS + " starts");
  }

  private Process start(BrokerProcess broker, int round, int parallelism, Path said)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KilledKafkaJobTest.class.getName(),
            broker.bootstrap(),
            "in-" + round,
            "out-" + round,
            temp.resolve("state-" + round).toString(),
            Integer.toString(parallelism))
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
