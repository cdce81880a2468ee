package io.streamflow.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.connectors.json.Json;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.Sink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a sink writes and what it refuses, in both guarantees, with a real broker. */
@Timeout(120)
@ExtendWith(TestKafka.Shared.class)
class KafkaSinkTest {
  record View(String page, int user, Instant time) {}

  private static final List<View> VIEWS =
      List.of(
          new View("/a", 1, Instant.ofEpochMilli(1_000)),
          new View("/b", 2, Instant.ofEpochMilli(2_000)),
          new View("/a", 3, Instant.ofEpochMilli(3_000)));

  private static final AtomicInteger RUNS = new AtomicInteger();

  @TempDir Path directory;

  private final TestKafka kafka;

  KafkaSinkTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  private JobOptions durable() {
    int run = RUNS.incrementAndGet(); // a name of its own, since marks are there to stay
    return JobOptions.durable(directory.resolve("state-" + run)).name("run-" + run);
  }

  private KafkaSink<String> text(String topic) {
    return Kafka.sink(kafka.bootstrap, topic, KafkaFormat.text());
  }

  private static String shown(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder headers = new StringBuilder();
    record
        .headers()
        .forEach(header ->
            headers
                .append(' ')
                .append(header.key())
                .append('=')
                .append(new String(header.value(), UTF_8)));
    return record.partition()
        + " @"
        + record.timestamp()
        + " "
        + (record.key() == null ? "-" : new String(record.key(), UTF_8))
        + ": "
        + (record.value() == null ? "-" : new String(record.value(), UTF_8))
        + headers;
  }

  @Test
  void aRecordHasWhatItIsGivenWhateverTheGuarantee() throws Exception {
    for (boolean once : List.of(true, false)) {
      String topic = kafka.topic(4);
      KafkaSink<View> sink =
          Kafka.sink(kafka.bootstrap, topic, Json.of(View.class))
              .key(View::page)
              .partition(View::user)
              .timestamp(View::time)
              .headers(view ->
                  List.of(KafkaHeader.of("user", "" + view.user()), KafkaHeader.of("é", "ü")));
      Stream.from(Sources.from(VIEWS)).to("out", once ? sink : sink.atLeastOnce()).run(durable());
      assertThat(kafka.committed(topic).stream().map(KafkaSinkTest::shown))
          .containsExactly(
              "1 @1000 /a: {\"page\":\"/a\",\"user\":1,\"time\":\"1970-01-01T00:00:01Z\"} user=1 é=ü",
              "2 @2000 /b: {\"page\":\"/b\",\"user\":2,\"time\":\"1970-01-01T00:00:02Z\"} user=2 é=ü",
              "3 @3000 /a: {\"page\":\"/a\",\"user\":3,\"time\":\"1970-01-01T00:00:03Z\"} user=3 é=ü");
    }
  }

  @Test
  void withoutAPartitionTheKeyChoosesAsWithEveryClient() throws Exception {
    String topic = kafka.topic(3);
    long before = System.currentTimeMillis();
    List<String> items =
        java.util.stream.IntStream.range(0, 60).mapToObj(i -> "k" + i % 7).toList();
    Stream.from(Sources.from(items)).to("out", text(topic).key(item -> item)).run(durable());
    String plain = kafka.topic(3);
    kafka.send(
        items.stream()
            .map(item -> new ProducerRecord<>(plain, item.getBytes(UTF_8), item.getBytes(UTF_8)))
            .toList());
    assertThat(kafka.committed(topic)).hasSize(60);
    assertThat(kafka.committed(topic).stream().map(r -> r.partition() + shownKey(r)))
        .containsExactlyInAnyOrderElementsOf(
            kafka.committed(plain).stream().map(r -> r.partition() + shownKey(r)).toList());
    assertThat(kafka.committed(topic))
        .allSatisfy(
            record -> assertThat(record.timestamp()).isBetween(before, System.currentTimeMillis()));
  }

  private static String shownKey(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  @Test
  void recordsAreCopiedFromTopicToTopicWithTombstones() throws Exception {
    String from = kafka.topic(1);
    String to = kafka.topic(2);
    ProducerRecord<byte[], byte[]> first =
        new ProducerRecord<>(from, 0, 7L, "k".getBytes(UTF_8), "v".getBytes(UTF_8));
    first.headers().add("h", "x".getBytes(UTF_8));
    kafka.send(
        List.of(
            first,
            new ProducerRecord<byte[], byte[]>(
                from, 0, Long.valueOf(8), "k".getBytes(UTF_8), (byte[]) null)));
    KafkaSink<KafkaRecord<String, String>> sink =
        Kafka.recordSink(kafka.bootstrap, to, KafkaFormat.text(), KafkaFormat.text())
            .partition(record -> record.partition() + 1);
    Stream.from(
            Kafka.records(kafka.bootstrap, Topics.of(from), KafkaFormat.text(), KafkaFormat.text())
                .bounded())
        .to("out", sink)
        .run(durable());
    assertThat(kafka.committed(to).stream().map(KafkaSinkTest::shown))
        .containsExactly("1 @7 k: v h=x", "1 @8 k: -");

    String made = kafka.topic(1);
    Stream.from(
            Sources.from(
                List.of(
                    KafkaRecord.of("k", "v")
                        .withTimestamp(Instant.ofEpochMilli(5))
                        .withHeaders(KafkaHeader.of("a", "b")),
                    KafkaRecord.<String, String>tombstone("k").withTimestamp(Instant.EPOCH))))
        .to(Kafka.recordSink(kafka.bootstrap, made, KafkaFormat.text(), KafkaFormat.text()))
        .run();
    assertThat(kafka.committed(made).stream().map(KafkaSinkTest::shown))
        .containsExactly("0 @5 k: v a=b", "0 @0 k: -");
  }

  @Test
  void aRecordThatIsTooLargeIsAnErrorOfItsItemUnderEveryPolicy() throws Exception {
    String topic = kafka.topic(1);
    String narrow = topic + "-narrow";
    kafka.create(narrow, 1, Map.of("max.message.bytes", "2000"));
    List<String> items = List.of("a", "x".repeat(3_000), "b");
    for (boolean once : List.of(true, false)) {
      Sink<String> sink = once ? text(narrow) : text(narrow).atLeastOnce();
      assertThatThrownBy(() -> Stream.from(Sources.from(items)).to("out", sink).run(durable()))
          .hasMessageContaining("step 'out'")
          .hasMessageContaining(
              "bytes, and topic '"
                  + narrow
                  + "' takes 2000 at most (max.message.bytes of the topic)");
      assertThatThrownBy(() ->
              Stream.from(Sources.from(items))
                  .to("out", sink)
                  .run(durable().onError(OnError.retry(1, Duration.ZERO))))
          .hasMessageContaining("takes 2000 at most");
      int before = kafka.committed(narrow).size();
      Stream.from(Sources.from(items)).to("out", sink).run(durable().onError(OnError.skip()));
      List<Object> dead = new CopyOnWriteArrayList<>();
      Stream.from(Sources.from(items))
          .to("out", sink)
          .run(
              durable()
                  .onError(OnError.deadLetter(Sinks.forEach(failed -> dead.add(failed.item())))));
      assertThat(dead).containsExactly(items.get(1));
      assertThat(kafka.committedValues(narrow).subList(before, before + 4))
          .containsExactly("a", "b", "a", "b");
    }
    assertThatThrownBy(() ->
            Stream.from(Sources.from(items))
                .to("out", text(topic).property("max.request.size", "2500"))
                .run(durable()))
        .hasMessageContaining("takes 2500 at most (max.request.size of the sink)");
  }

  @Test
  void theLargestRecordThatPassesTheCheckPassesTheBroker() throws Exception {
    String narrow = kafka.topic(1) + "-narrow";
    kafka.create(narrow, 1, Map.of("max.message.bytes", "2000"));
    KafkaSink<String> sink =
        text(narrow)
            .key(item -> "k" + item.length())
            .headers(item -> List.of(KafkaHeader.of("h", "v")));
    List<String> items =
        java.util.stream.IntStream.range(1_800, 2_000).mapToObj("x"::repeat).toList();
    Stream.from(Sources.from(items)).to("out", sink).run(durable().onError(OnError.skip()));
    assertThat(kafka.committed(narrow).size()).isBetween(60, 199);
  }

  @Test
  void aPartitionThatTheTopicHasNotIsAnErrorOfTheItem() throws Exception {
    String topic = kafka.topic(3);
    Map<Integer, String> problems =
        Map.of(
            3,
            "partition 3 was asked for, and topic '" + topic + "' has 3",
            -1,
            "Invalid partition: -1"); // the client's own words
    problems.forEach((partition, problem) -> {
      KafkaSink<String> sink = text(topic).partition(item -> partition);
      assertThatThrownBy(
              () -> Stream.from(Sources.from(List.of("a"))).to("out", sink).run(durable()))
          .hasMessageContaining("step 'out'")
          .hasMessageContaining(problem);
    });
  }

  private void refused(KafkaSink<String> sink, String... messages) {
    for (Sink<String> one : List.of(sink, sink.atLeastOnce())) {
      var thrown =
          assertThatThrownBy(
              () -> Stream.from(Sources.from(List.of("a"))).to("out", one).run(durable()));
      for (String message : messages) {
        thrown.hasMessageContaining(message);
      }
    }
  }

  @Test
  void whatCannotWorkIsRefusedAtTheStart() throws Exception {
    String topic = kafka.topic(1);
    refused(
        text("not-there"), "step 'out'", "topic 'not-there' does not exist at " + kafka.bootstrap);
    refused(text("not a name"), "'not a name' cannot be the name of a topic");
    refused(text(topic).property("linger.ms", "soon"), "linger.ms", topic);
    refused(
        Kafka.sink("127.0.0.1:1", topic, KafkaFormat.text())
            .property("default.api.timeout.ms", "600")
            .property("request.timeout.ms", "500"),
        "Kafka at 127.0.0.1:1 has not answered within 600 ms");
    assertThatThrownBy(() ->
            Stream.from(Sources.from(List.of("a")))
                .to("out", text(topic).property("transaction.timeout.ms", "1000000"))
                .run(durable()))
        .hasMessageContaining("transaction.timeout.ms of the sink of topic '" + topic)
        .hasMessageContaining("take 900000 at most");
  }

  @Test
  void rightsThatAreMissingAreNamed() {
    assertThat(TargetTopic.missing(EnumSet.of(AclOperation.WRITE), false)).isEmpty();
    assertThat(TargetTopic.missing(EnumSet.of(AclOperation.WRITE), true))
        .contains(AclOperation.READ);
    assertThat(TargetTopic.missing(EnumSet.of(AclOperation.READ), false))
        .contains(AclOperation.WRITE);
    assertThat(TargetTopic.missing(EnumSet.of(AclOperation.ALL), true)).isEmpty();
    assertThat(TargetTopic.missing(null, true)).isEmpty();
  }

  @Test
  void propertiesThatTheSinkOwnsAreRefusedWithWhatToDoInstead() {
    KafkaSink<String> sink = text("t");
    for (String name :
        List.of(
            "bootstrap.servers",
            "transactional.id",
            "enable.idempotence",
            "acks",
            "key.serializer",
            "value.serializer",
            "group.id",
            "transaction.two.phase.commit.enable")) {
      assertThatThrownBy(() -> sink.property(name, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the sink sets " + name + " itself: ");
    }
    assertThat(sink.guarantee()).isEqualTo(Guarantee.COMMITTING);
    assertThat(sink.atLeastOnce().guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThatThrownBy(() ->
            Stream.from(Sources.from(List.of("a")))
                .to("out", sink.atLeastOnce())
                .run(durable().exactlyOnce()))
        .hasMessageContaining("out");
  }

  @Test
  void aJobWithoutCheckpointsWritesAtOnce() throws Exception {
    String from = kafka.topic(1);
    String to = kafka.topic(1);
    try (Job job =
        Stream.from(Kafka.source(kafka.bootstrap, from, KafkaFormat.text()))
            .to("out", text(to))
            .start(JobOptions.defaults().parallelism(2))) {
      kafka.send(from, 0, "a", "b");
      KafkaJobTest.await(job, () -> kafka.committedValues(to).equals(List.of("a", "b")));
    }
  }
}
