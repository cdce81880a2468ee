package io.streamflow.connectors.kafka;

import io.streamflow.broker.LocalBroker;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What tests do with a broker from outside. */
final class TestKafka implements Closeable {
  private static final AtomicInteger TOPICS = new AtomicInteger();

  final String bootstrap;
  final Admin admin;
  private final Closeable broker;

  TestKafka(String bootstrap, Closeable broker) {
    this.bootstrap = bootstrap;
    this.broker = broker;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /** Gives tests the broker that all of them share. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(TestKafka.class, _ -> start(), TestKafka.class);
    }

    private static TestKafka start() {
      try {
        LocalBroker broker =
            LocalBroker.start(
                Files.createTempDirectory("broker"),
                LocalBroker.freePort(),
                LocalBroker.freePort());
        return new TestKafka(broker.bootstrap(), broker::close);
      } catch (Exception e) {
        throw new IllegalStateException("the broker does not start", e);
      }
    }
  }

  Producer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", bootstrap);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Producer<byte[], byte[]> transactional(String id) {
    Producer<byte[], byte[]> made = producer(Map.of("transactional.id", id));
    made.initTransactions();
    return made;
  }

  /** A new topic. */
  String topic(int partitions) throws Exception {
    String name = "topic-" + TOPICS.incrementAndGet();
    create(name, partitions);
    return name;
  }

  void create(String name, int partitions) throws Exception {
    create(name, partitions, Map.of());
  }

  void create(String name, int partitions, Map<String, String> settings) throws Exception {
    admin
        .createTopics(
            List.of(
                new NewTopic(name, Optional.of(partitions), Optional.of((short) 1))
                    .configs(settings)))
        .all()
        .get();
    awaitPartitions(name, partitions);
  }

  void grow(String topic, int partitions) throws Exception {
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    awaitPartitions(topic, partitions);
  }

  private void awaitPartitions(String topic, int partitions) throws Exception {
    while (true) { // the test's time-out ends it
      try {
        if (admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .stream()
                .filter(partition -> partition.leader() != null)
                .count()
            == partitions) {
          return;
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
      Thread.sleep(5);
    }
  }

  void delete(String topic) throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    while (admin.listTopics().names().get().contains(topic)) {
      Thread.sleep(5);
    }
  }

  /** Lets the records before an offset go, as retention does. */
  void forget(String topic, int partition, long before) throws Exception {
    admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, long time, String value) {
    return new ProducerRecord<>(
        topic, partition, time, null, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends values with timestamp 0, 1, 2 and so on, and waits until they are there. */
  void send(String topic, int partition, String... values) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      records.add(record(topic, partition, i, values[i]));
    }
    send(records);
  }

  /**
   * The same. By a producer of its own: one that has seen topics be deleted and created again has
   * been seen to keep a batch for the two minutes until it gives it up.
   */
  void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(Map.of())) {
      List<Future<?>> sent = new ArrayList<>();
      records.forEach(record -> sent.add(producer.send(record)));
      producer.flush();
      for (Future<?> one : sent) {
        one.get();
      }
    }
  }

  /**
   * What a reader of committed records sees when no transaction is open, partition by partition, in
   * their order.
   */
  List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
    List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // A commit is answered before it can be seen. The test's time-out ends the waits.
      Map<TopicPartition, Long> ends = ends(partitions);
      while (!consumer.endOffsets(partitions).equals(ends)) {
        ends = ends(partitions);
      }
      for (var end : ends.entrySet()) {
        while (consumer.position(end.getKey()) < end.getValue()) {
          consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
        }
      }
    }
    seen.sort(
        Comparator.<ConsumerRecord<?, ?>>comparingInt(ConsumerRecord::partition)
            .thenComparingLong(ConsumerRecord::offset));
    return seen;
  }

  /** With what is in transactions that are not decided. */
  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    try {
      for (TopicPartition partition : partitions) {
        ends.put(
            partition,
            admin
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return ends;
  }

  /** The values of what a reader of committed records sees. */
  List<String> committedValues(String topic) {
    return committed(topic).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() throws IOException {
    admin.close();
    broker.close();
  }
}
