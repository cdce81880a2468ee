package io.streamflow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.file.FileSink;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sinks;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that read from a real broker. */
@ExtendWith(TestKafka.Shared.class)
class KafkaJobTest {
  @TempDir Path directory;

  private final TestKafka kafka;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  KafkaJobTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  private KafkaSource<String> text(Topics topics) {
    return Kafka.source(kafka.bootstrap, topics, KafkaFormat.text());
  }

  private Job start(KafkaSource<String> source, JobOptions options) {
    return Stream.from(source).to(Sinks.forEach(seen::add)).start(options);
  }

  /** What may become true at any time. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(Job job, Condition condition) throws Exception {
    while (!condition.holds()) { // the test's time-out ends it
      if (job.await(Duration.ofMillis(3))) {
        throw new AssertionError("the job is over: " + job.status());
      }
    }
  }

  @Test
  void partitionsAndTopicsThatAppearAreReadFromTheirFirstRecord() throws Exception {
    String prefix = kafka.topic(1);
    kafka.send(prefix, 0, "before");
    KafkaSource<String> source =
        text(Topics.matching(prefix + ".*")).fromLatest().discoverEvery(Duration.ofMillis(20));
    try (Job job = start(source, JobOptions.defaults().parallelism(2))) {
      while (!seen.contains("first")) { // until the job has looked where the end is
        kafka.send(prefix, 0, "first");
        job.await(Duration.ofMillis(3));
      }
      kafka.grow(prefix, 3);
      kafka.send(prefix, 1, "p1");
      kafka.send(prefix, 2, "p2");
      kafka.create(prefix + "-more", 2);
      kafka.send(prefix + "-more", 1, "other topic");
      await(job, () -> seen.containsAll(List.of("p1", "p2", "other topic")));
      kafka.send(prefix, 2, "p2 again");
      await(job, () -> seen.contains("p2 again"));
      assertThat(seen).doesNotContain("before").containsOnlyOnce("p1", "p2", "other topic");
    }
  }

  @Test
  void aRestartedJobGoesOnAndShowsItsProgressToAGroup() throws Exception {
    String topic = kafka.topic(2);
    kafka.send(topic, 0, "a", "b");
    KafkaSource<String> source = text(Topics.of(topic)).reportTo("watchers-" + topic);
    JobOptions options = JobOptions.durable(directory).parallelism(2);
    Job first = start(source, options);
    await(first, () -> seen.size() == 2);
    first.checkpoint();
    await(first, () -> reported(topic).equals(Map.of(0, 2L, 1, 0L)));
    kafka.send(topic, 1, "c");
    await(first, () -> seen.size() == 3);
    first.stop();
    first.await();
    assertThat(reported(topic)).as("of the last checkpoint").isEqualTo(Map.of(0, 2L, 1, 1L));

    kafka.send(topic, 0, "d");
    kafka.grow(topic, 3);
    kafka.send(topic, 2, "e");
    Job second = start(source.fromLatest(), options);
    await(second, () -> seen.size() == 5);
    second.stop();
    second.await();
    assertThat(seen).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
  }

  private Map<Integer, Long> reported(String topic) throws Exception {
    Map<Integer, Long> offsets = new java.util.TreeMap<>();
    for (Map.Entry<TopicPartition, OffsetAndMetadata> one :
        kafka
            .admin
            .listConsumerGroupOffsets("watchers-" + topic)
            .partitionsToOffsetAndMetadata()
            .get()
            .entrySet()) {
      offsets.put(one.getKey().partition(), one.getValue().offset());
    }
    return offsets;
  }

  @Test
  void aTopicThatWasCreatedAgainIsRefusedUnlessTheStepHasAnotherName() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, "a", "b", "c");
    KafkaSource<String> source = text(Topics.of(topic));
    JobOptions options = JobOptions.durable(directory).parallelism(1);
    Job first = start(source, options);
    await(first, () -> seen.size() == 3);
    first.stop();
    first.await();
    kafka.delete(topic);
    kafka.create(topic, 1);
    kafka.send(topic, 0, "1", "2", "3", "4");
    assertThatThrownBy(start(source, options)::await)
        .hasMessageContaining("topic '" + topic + "' was deleted and created again");
    assertThat(seen).hasSize(3);
    Job renamed =
        Stream.from(source)
            .named("again")
            .to(Sinks.forEach(seen::add))
            .start(options.allowDropped("source-1"));
    await(renamed, () -> seen.size() == 7);
    renamed.stop();
    renamed.await();
    assertThat(seen).endsWith("1", "2", "3", "4");
  }

  @Test
  void recordsThatCannotBeDecodedMeetThePolicy() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, "good");
    kafka.send(
        List.of(
            new ProducerRecord<>(topic, 0, 5L, null, new byte[] {'x', (byte) 0xff}),
            TestKafka.record(topic, 0, 6, "good too")));
    KafkaSource<String> source = text(Topics.of(topic)).bounded();
    assertThatThrownBy(start(source, JobOptions.defaults())::await)
        .hasMessageContaining("source-1")
        .hasMessageContaining(topic + "-0 offset 1");

    seen.clear();
    Job skipping = start(source, JobOptions.defaults().onError(OnError.skip()));
    skipping.await();
    assertThat(seen).containsExactly("good", "good too");
    assertThat(skipping.progress().steps().get("source-1").skipped()).isEqualTo(1);

    List<String> dead = new CopyOnWriteArrayList<>();
    seen.clear();
    Stream.from(source)
        .onError(
            OnError.deadLetter(
                Sinks.forEach(failed -> dead.add(failed.item() + " " + failed.error()))))
        .to(Sinks.forEach(seen::add))
        .run();
    assertThat(seen).containsExactly("good", "good too");
    assertThat(dead).hasSize(1);
    assertThat(dead.getFirst()).contains(topic + "-0 offset 1", "x\ufffd");
  }

  @Test
  void eachPartitionHasAWatermarkAndAnIdleOneHoldsNothingBack() throws Exception {
    String topic = kafka.topic(3); // the third stays empty
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int second = 0; second < 100; second++) {
      records.add(TestKafka.record(topic, 0, second * 1_000L, "fast"));
    }
    for (int second = 0; second < 50; second++) {
      records.add(TestKafka.record(topic, 1, second * 1_000L, "slow"));
    }
    kafka.send(records);
    Job job =
        Stream.from(text(Topics.of(topic)))
            .withEventTime(EventTime.ascending().idleAfter(Duration.ofMillis(400)))
            .keyBy(word -> word)
            .window(Windows.tumbling(Duration.ofSeconds(10)))
            .aggregate(Aggregators.count())
            .to(Sinks.forEach(result -> seen.add(result.key() + result.value())))
            .start(JobOptions.defaults().parallelism(1));
    // When all are idle the greatest watermark counts: every window but the last of the fast one.
    await(job, () -> seen.size() == 9 + 5);
    assertThat(seen).filteredOn("slow10"::equals).as("none was late").hasSize(5);
    kafka.send(List.of(TestKafka.record(topic, 2, 200_000, "third")));
    await(job, () -> seen.size() == 10 + 5);
    job.stop();
    job.await();
    assertThat(seen).hasSize(16).contains("third1");
  }

  @Test
  void everyRecordCountsOnceHoweverOftenTheJobIsCutOff() throws Exception {
    String topic = kafka.topic(3);
    Random random = new Random(7);
    List<String> expected = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      int partition = random.nextInt(3);
      expected.add("r" + i + " of " + partition);
      records.add(TestKafka.record(topic, partition, i, expected.getLast()));
    }
    kafka.send(records);
    Path output = directory.resolve("out");
    Pipeline pipeline =
        Stream.from(text(Topics.of(topic)).bounded().property("max.poll.records", "50"))
            .limitRate(15_000, 50)
            .to("out", FileSink.lines(output));
    boolean done = false;
    int starts = 0;
    while (!done) {
      Job job =
          pipeline.start(
              JobOptions.durable(directory.resolve("state"))
                  .batchSize(16)
                  .checkpointInterval(Duration.ofMillis(15))
                  .parallelism(1 + random.nextInt(3)));
      starts++;
      long until = random.nextInt(1_500);
      while (!done && job.progress().itemsRead() < until) {
        done = job.await(Duration.ofMillis(1));
      }
      if (!done) {
        job.cancel();
      }
    }
    assertThat(starts).isGreaterThan(3);
    assertThat(lines(output)).containsExactlyInAnyOrderElementsOf(expected);
  }

  static List<String> lines(Path place) throws IOException {
    List<String> lines = new ArrayList<>();
    try (var parts = Files.newDirectoryStream(place, "part-*")) {
      for (Path part : parts) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    return lines;
  }
}
