package io.streamflow.examples;

import io.streamflow.connectors.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a reader of committed records sees in a topic.
 *
 * @param bootstrap the brokers
 * @param topic the topic, which exists
 */
record CommittedRecords(String bootstrap, String topic) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Returns when what was committed shows, so that it counts for those who ask for its end. */
  void awaitAll() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        KafkaConsumer<byte[], byte[]> consumer = reader()) {
      for (TopicPartition partition : partitions(consumer)) {
        decidedEnd(admin, consumer, partition);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> reader() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /**
   * Hands out what is there, from the beginning to the end.
   *
   * @return whether it has come to the end in good time
   */
  <T> boolean read(Json<T> json, Consumer<T> action)
      throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        KafkaConsumer<byte[], byte[]> consumer = reader()) {
      List<TopicPartition> partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (TopicPartition partition : partitions) {
        long end = decidedEnd(admin, consumer, partition);
        while (consumer.position(partition) < end) {
          if (System.nanoTime() > until) {
            return false;
          }
          consumer
              .poll(Duration.ofMillis(100))
              .forEach(record -> action.accept(json.parse(record.value())));
        }
      }
      return true;
    }
  }

  /** The end, when what was committed last shows: that is a moment after the commit is answered. */
  private static long decidedEnd(
      Admin admin, KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition)
      throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    long written =
        admin
            .listOffsets(Map.of(partition, OffsetSpec.latest()))
            .partitionResult(partition)
            .get()
            .offset();
    long committed = committedEnd(consumer, partition);
    while (committed < written && System.nanoTime() < until) { // it may be another's transaction
      TimeUnit.MILLISECONDS.sleep(10);
      committed = committedEnd(consumer, partition);
    }
    return committed;
  }

  private static long committedEnd(KafkaConsumer<byte[], byte[]> consumer, TopicPartition of) {
    return consumer.endOffsets(List.of(of)).values().iterator().next();
  }
}
