package io.streamflow.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The source by itself, on a real broker. */
@ExtendWith(TestKafka.Shared.class)
class KafkaSourceTest {
  private final TestKafka kafka;

  KafkaSourceTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  record View(String page, int user) {}

  private KafkaSource<String> text(String topic) {
    return Kafka.source(kafka.bootstrap, topic, KafkaFormat.text());
  }

  private static String[] numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "r" + i).toArray(String[]::new);
  }

  /** Reads record by record and checks that every offset on the way leads to exactly the rest. */
  private static List<String> readResumingEverywhere(KafkaSource<String> bounded) throws Exception {
    String partition = bounded.partitions().getFirst();
    List<Offset> offsets = new ArrayList<>();
    Collected<String> out = new Collected<>(1);
    try (SourceReader<String> reader = bounded.open(partition, Optional.empty())) {
      offsets.add(reader.offset());
      for (int before = 0; out.read(reader, 100) == Status.OPEN; before = out.items.size()) {
        if (out.items.size() > before) {
          offsets.add(reader.offset());
        }
      }
      offsets.add(reader.offset());
    }
    for (int i = 0; i < offsets.size(); i++) {
      int read = Math.min(i, out.items.size());
      assertThat(Collected.of(bounded, Optional.of(offsets.get(i)), Integer.MAX_VALUE).items)
          .as("from %s", offsets.get(i))
          .isEqualTo(out.items.subList(read, out.items.size()));
    }
    return out.items;
  }

  @Test
  void boundedReadsToTheEndThatWasAtTheStart() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, numbered(0, 20));
    KafkaSource<String> source = text(topic).bounded();
    Collected<String> out = new Collected<>(7);
    Offset middle;
    try (SourceReader<String> reader = source.open(topic + "-0", Optional.empty())) {
      kafka.send(topic, 0, numbered(20, 25));
      out.readUntil(reader, 7);
      middle = reader.offset();
      out.readUntil(reader, Integer.MAX_VALUE);
    }
    assertThat(out.items).containsExactly(numbered(0, 20));
    assertThat(out.timestamps).startsWith(0L, 1L, 2L);
    assertThat(Collected.of(source, Optional.of(middle), Integer.MAX_VALUE).items)
        .as("the end is the first start's")
        .containsExactly(numbered(7, 20));
    assertThat(Collected.of(text(kafka.topic(1)).bounded(), Optional.empty(), 1).items).isEmpty();
  }

  @Test
  void processesShareThePartitionsWithoutOverlap() throws Exception {
    String topic = kafka.topic(5);
    KafkaSource<String> whole = text(topic);
    List<String> shared = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      shared.addAll(whole.share(i, 3).partitions());
    }
    assertThat(shared).containsExactlyInAnyOrderElementsOf(whole.partitions());
    assertThat(whole.share(1, 3).partitions()).containsExactly(topic + "-1", topic + "-4");
    assertThat(whole.share(1, 3).description()).contains("share 2 of 3");
    assertThatThrownBy(() -> whole.share(5, 6).partitions())
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("share(5, 6) leaves nothing to read: there are 5 partitions");
    assertThatThrownBy(() -> whole.share(3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to one less than");
  }

  @Test
  void theLagIsWhatTheLastFetchHasShown() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, numbered(0, 20));
    Collected<String> out = new Collected<>(5);
    try (SourceReader<String> reader = text(topic).open(topic + "-0", Optional.empty())) {
      assertThat(reader.lag()).as("before the first fetch").isEmpty();
      out.readUntil(reader, 5);
      assertThat(reader.lag()).hasValue(20 - out.items.size());
      out.readUntil(reader, 20);
      assertThat(reader.lag()).hasValue(0);
    }
    try (SourceReader<String> bounded =
        text(topic).bounded().open(topic + "-0", Optional.empty())) {
      kafka.send(topic, 0, numbered(20, 40));
      Collected<String> some = new Collected<>(5);
      some.readUntil(bounded, 5);
      assertThat(bounded.lag()).as("to its end").hasValue(20 - some.items.size());
    }
  }

  @Test
  void everyOffsetLeadsToExactlyTheRestAcrossTransactions() throws Exception {
    String topic = kafka.topic(1);
    List<String> expected = new ArrayList<>();
    try (Producer<byte[], byte[]> writer = kafka.transactional("writer-" + topic)) {
      for (int transaction = 0; transaction < 6; transaction++) {
        writer.beginTransaction();
        for (int i = 0; i < 3; i++) {
          String value = transaction + "/" + i;
          var _ = writer.send(TestKafka.record(topic, 0, 0, value));
          if (transaction % 3 != 1) {
            expected.add(value);
          }
        }
        writer.flush();
        if (transaction % 3 == 1) {
          writer.abortTransaction();
        } else {
          writer.commitTransaction();
        }
      }
      assertThat(readResumingEverywhere(text(topic).bounded()))
          .as("ends behind a mark of a transaction")
          .isEqualTo(expected);

      writer.beginTransaction();
      writer.send(TestKafka.record(topic, 0, 0, "open")).get();
      kafka.send(topic, 0, "behind the open one");
      assertThat(readResumingEverywhere(text(topic).bounded())).isEqualTo(expected);
      assertThat(
              Collected.of(
                      text(topic).property("isolation.level", "read_uncommitted").bounded(),
                      Optional.empty(),
                      Integer.MAX_VALUE)
                  .items)
          .contains("1/0", "open", "behind the open one");
      writer.abortTransaction();
    }
  }

  @Test
  void theSmallestFetchesAreEnough() throws Exception {
    String topic = kafka.topic(1);
    for (String each : List.of("a", "b", "c")) {
      kafka.send(topic, 0, each); // a batch of its own
    }
    assertThat(
            Collected.of(
                    text(topic).property("max.partition.fetch.bytes", "0").bounded(),
                    Optional.empty(),
                    Integer.MAX_VALUE)
                .items)
        .containsExactly("a", "b", "c");
  }

  @Test
  void anOpenTransactionIsReadOnceItIsCommitted() throws Exception {
    String topic = kafka.topic(1);
    try (Producer<byte[], byte[]> writer = kafka.transactional("writer-" + topic);
        SourceReader<String> reader = text(topic).open(topic + "-0", Optional.empty())) {
      Collected<String> out = new Collected<>(10);
      kafka.send(topic, 0, "before");
      writer.beginTransaction();
      writer.send(TestKafka.record(topic, 0, 0, "open")).get();
      kafka.send(topic, 0, "after");
      out.readUntil(reader, 1);
      out.read(reader, 50);
      assertThat(out.items).containsExactly("before");
      writer.commitTransaction();
      out.readUntil(reader, 3);
      assertThat(out.items).containsExactly("before", "open", "after");
    }
  }

  @Test
  void startsWhereItIsTold() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, numbered(0, 10)); // timestamps 0 to 9
    assertThat(Collected.of(text(topic).fromEarliest(), Optional.empty(), 10).items)
        .containsExactly(numbered(0, 10));
    assertThat(
            Collected.of(text(topic).fromTimestamp(Instant.ofEpochMilli(6)), Optional.empty(), 4)
                .items)
        .containsExactly(numbered(6, 10));
    kafka
        .admin
        .alterConsumerGroupOffsets(
            "former", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(8)))
        .all()
        .get();
    assertThat(Collected.of(text(topic).fromGroup("former"), Optional.empty(), 2).items)
        .containsExactly(numbered(8, 10));
    for (KafkaSource<String> atEnd :
        List.of(text(topic).fromLatest(), text(topic).fromTimestamp(Instant.ofEpochMilli(99)))) {
      try (SourceReader<String> reader = atEnd.open(topic + "-0", Optional.empty())) {
        kafka.send(topic, 0, "late");
        Collected<String> out = new Collected<>(10);
        out.readUntil(reader, 1);
        assertThat(out.items).containsExactly("late");
      }
    }
    try (SourceReader<String> reader = text(topic).fromLatest().openNew(topic + "-0")) {
      Collected<String> out = new Collected<>(3);
      out.readUntil(reader, 3);
      assertThat(out.items).as("a new partition").containsExactly(numbered(0, 3));
    }
  }

  @Test
  void aGroupThatHasCommittedNothingFailsTheStart() throws Exception {
    String topic = kafka.topic(1);
    assertThatThrownBy(() -> text(topic).fromGroup("nobody").open(topic + "-0", Optional.empty()))
        .hasMessageContaining("group 'nobody' has committed no offset for " + topic + "-0")
        .hasMessageContaining("fromEarliest()");
  }

  @Test
  void recordsShowKeyHeadersAndPlace() throws Exception {
    String topic = kafka.topic(2);
    ProducerRecord<byte[], byte[]> sent = TestKafka.record(topic, 1, 77, "v");
    sent.headers().add("trace", new byte[] {49}).add("trace", new byte[] {50}).add("none", null);
    kafka.send(List.of(sent, new ProducerRecord<>(topic, 1, 78L, new byte[] {107}, (byte[]) null)));
    KafkaSource<KafkaRecord<String, String>> source =
        Kafka.records(kafka.bootstrap, Topics.of(topic), KafkaFormat.text(), KafkaFormat.text())
            .bounded();
    Collected<KafkaRecord<String, String>> out = new Collected<>(10);
    try (SourceReader<KafkaRecord<String, String>> reader =
        source.open(topic + "-1", Optional.empty())) {
      out.readUntil(reader, 2);
    }
    KafkaRecord<String, String> first = out.items.getFirst();
    assertThat(first)
        .isEqualTo(
            new KafkaRecord<>(
                topic, 1, 0, 77, Optional.empty(), Optional.of("v"), first.headers()));
    assertThat(first.headers()).hasToString("[trace=1, trace=2, none=]");
    assertThat(first.header("trace").map(KafkaHeader::text)).contains("2");
    assertThat(out.items.get(1))
        .isEqualTo(
            new KafkaRecord<>(topic, 1, 1, 78, Optional.of("k"), Optional.empty(), List.of()));
  }

  @Test
  void formats() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, "{\"page\":\"/\",\"user\":7}", "no json");
    kafka.send(List.of(new ProducerRecord<>(topic, 0, 0L, null, (byte[]) null)));
    Collected<View> views =
        Collected.of(
            Kafka.source(kafka.bootstrap, topic, Json.of(View.class)).bounded(),
            Optional.empty(),
            9);
    assertThat(views.items).containsExactly(new View("/", 7));
    assertThat(views.rejected).hasSize(2);
    assertThat(views.rejected.get(0))
        .startsWith(
            topic + "-0 offset 1: " + topic + "-0 offset 1: key -, value no json, headers []")
        .contains("cannot read");
    assertThat(views.rejected.get(1)).contains(topic + "-0 offset 2: key -, value -", "tombstone");

    KafkaFormat<Long> numbers = KafkaFormat.of(Codecs.of(Long.class));
    assertThat(numbers.read(numbers.write(42L))).isEqualTo(42);
    assertThatThrownBy(() -> numbers.read(new byte[9]))
        .hasMessageContaining("1 of 9 bytes are left");
    assertThatThrownBy(() -> numbers.read(new byte[3])).isInstanceOf(java.io.EOFException.class);
    assertThatThrownBy(() -> KafkaFormat.text().read(new byte[] {(byte) 0xff}))
        .isInstanceOf(java.nio.charset.CharacterCodingException.class);
    for (String text : new String[] {"", "what?", "\u00e4 \ufffd \ud83d\ude00", "a"}) {
      assertThat(KafkaFormat.text().read(KafkaFormat.text().write(text))).isEqualTo(text);
    }
    for (String malformed : new String[] {"\ud800", "a\udc00b", "what? \ud83d"}) {
      assertThatThrownBy(() -> KafkaFormat.text().write(malformed))
          .isInstanceOf(java.nio.charset.CharacterCodingException.class);
    }
  }

  @Test
  void recordsThatAreGoneFailTheJobUnlessTheyMayBeSkipped() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, numbered(0, 50));
    KafkaSource<String> source = text(topic);
    Offset ten;
    Collected<String> out = new Collected<>(10);
    try (SourceReader<String> reader = source.open(topic + "-0", Optional.empty())) {
      out.readUntil(reader, 10);
      ten = reader.offset();
    }
    kafka.forget(topic, 0, 40);
    assertThatThrownBy(() -> Collected.of(source, Optional.of(ten), 50))
        .hasMessageContaining(topic + "-0: records 10 to 39 are gone")
        .hasMessageContaining("skipLost()");
    assertThat(Collected.of(source.skipLost(), Optional.of(ten), 10).items)
        .containsExactly(numbered(40, 50));
    Offset beyond = Offset.of(ten.text().replaceFirst("^10 ", "500 "));
    assertThatThrownBy(() -> Collected.of(source.skipLost(), Optional.of(beyond), 50))
        .hasMessageContaining(
            topic + "-0: the job goes on at offset 500, but the log has been cut");
  }

  @Test
  void aTopicThatWasCreatedAgainIsRefused() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, numbered(0, 5));
    KafkaSource<String> source = text(topic);
    Offset offset;
    try (SourceReader<String> reader = source.open(topic + "-0", Optional.empty())) {
      offset = reader.offset();
      kafka.delete(topic);
      kafka.create(topic, 1);
      source.partitions(); // a discovery
      assertThatThrownBy(() -> new Collected<String>(9).read(reader, 0))
          .hasMessageContaining("topic '" + topic + "' was deleted and created again");
    }
    assertThatThrownBy(() -> source.open(topic + "-0", Optional.of(offset)))
        .hasMessageContaining("topic '" + topic + "' was deleted and created again")
        .hasMessageContaining(".named(");
  }

  @Test
  void aTopicThatIsDeletedWhileItIsReadFailsTheReader() throws Exception {
    String topic = kafka.topic(1);
    KafkaSource<String> source = text(topic);
    try (SourceReader<String> reader = source.open(topic + "-0", Optional.empty())) {
      kafka.delete(topic);
      for (int listing = 0; listing < 2; listing++) {
        assertThatThrownBy(source::partitions).hasMessageContaining("does not exist");
      }
      assertThatThrownBy(() -> new Collected<String>(9).read(reader, 0))
          .hasMessageContaining("topic '" + topic + "' was deleted while it was read");
    }
  }

  @Test
  void whatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(text("missing")::partitions)
        .hasMessageContaining("topic 'missing' does not exist at " + kafka.bootstrap);
    assertThatThrownBy(text("not a name")::partitions)
        .hasMessageContaining("'not a name' cannot be the name of a topic");
    assertThatThrownBy(
            Kafka.source(kafka.bootstrap, Topics.matching("no-.*"), KafkaFormat.text())::partitions)
        .hasMessageContaining("matches 'no-.*'");
    assertThatThrownBy(
            Kafka.source("no.such.host.invalid:9092", "t", KafkaFormat.text())::partitions)
        .hasMessageContaining("cannot make a client of Kafka at no.such.host.invalid:9092")
        .hasMessageContaining("bootstrap");
    assertThatThrownBy(
            Kafka.source("127.0.0.1:1", "t", KafkaFormat.text())
                    .property("default.api.timeout.ms", "400")
                    .property("request.timeout.ms", "300")
                ::partitions)
        .hasMessageContaining("Kafka at 127.0.0.1:1 has not answered within 400 ms");
    assertThatThrownBy(() -> text("t").property("auto.offset.reset", "latest"))
        .hasMessageContaining("fromEarliest()");
    assertThatThrownBy(() -> text("t").open("t-0", Optional.of(Offset.of("x"))))
        .hasMessageContaining("not a position in a Kafka partition");
  }

  @Test
  void topicsAreMatchedAndPartitionsListed() throws Exception {
    kafka.create("match-a", 2);
    kafka.create("match-b", 1);
    kafka.create("mismatch-match-a", 1);
    assertThat(
            Kafka.source(kafka.bootstrap, Topics.matching("match-.*"), KafkaFormat.text())
                .partitions())
        .containsExactly("match-a-0", "match-a-1", "match-b-0");
    assertThat(
            Kafka.source(kafka.bootstrap, Topics.of("match-b", "match-a"), KafkaFormat.text())
                .partitions())
        .containsExactlyInAnyOrder("match-a-0", "match-a-1", "match-b-0");
    assertThatThrownBy(() -> Topics.of("a", "a")).hasMessageContaining("once each");
    assertThatThrownBy(Topics::of).hasMessageContaining("at least one");
  }

  @Test
  void morePartitionsThanOneFetcherTakes() throws Exception {
    String topic = kafka.topic(20);
    KafkaSource<String> source = text(topic);
    List<SourceReader<String>> readers = new ArrayList<>();
    for (String partition : source.partitions()) {
      readers.add(source.open(partition, Optional.empty()));
    }
    // the same partition once more, as where a source is used in two steps
    readers.add(source.open(topic + "-7", Optional.empty()));
    for (int partition = 0; partition < 20; partition++) {
      kafka.send(topic, partition, "p" + partition);
    }
    Collected<String> out = new Collected<>(5);
    for (SourceReader<String> reader : readers) {
      out.readUntil(reader, out.items.size() + 1);
    }
    assertThat(out.items).hasSize(21).contains("p0", "p19").containsOnlyOnce("p8");
    for (SourceReader<String> reader : readers) {
      reader.close();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().contains("/fetcher-"));
  }

  @Test
  void aPartitionCatchesUpUntilTheBrokerHasAnsweredAndAllIsRead() throws Exception {
    String topic = kafka.topic(2);
    for (int i = 0; i < 3; i++) {
      kafka.send(topic, 0, "x" + i);
    }
    try (SourceReader<String> full = text(topic).open(topic + "-0", Optional.empty());
        SourceReader<String> empty = text(topic).open(topic + "-1", Optional.empty())) {
      assertThat(empty.isCatchingUp()).as("nothing heard yet").isTrue();
      Collected<String> out = new Collected<>(1);
      out.readUntil(full, 2);
      assertThat(full.isCatchingUp()).as("the third is left").isTrue();
      out.readUntil(full, 3);
      while (full.isCatchingUp() || empty.isCatchingUp()) { // the test's time-out ends it
        full.read(out, 1);
        empty.read(out, 1);
      }
      assertThat(out.items).containsExactly("x0", "x1", "x2");
    }
  }

  @Test
  void aCopyMadeBySerializationReads() throws Exception {
    String topic = kafka.topic(1);
    kafka.send(topic, 0, "x");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(text(topic).fromEarliest().bounded());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked")
      KafkaSource<String> copy = (KafkaSource<String>) in.readObject();
      assertThat(Collected.of(copy, Optional.empty(), 2).items).containsExactly("x");
    }
  }
}
