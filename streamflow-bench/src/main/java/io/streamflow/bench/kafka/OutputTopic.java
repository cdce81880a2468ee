package io.streamflow.bench.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed of a topic, from its start. One thread. */
final class OutputTopic implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Is shown each record. */
  interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record);
  }

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final long[] last = new long[Broker.PARTITIONS];
  private Digest digest = Digest.NONE;

  OutputTopic(String bootstrap, String topic) {
    this.topic = topic;
    Arrays.fill(last, -1);
    Properties all = new Properties();
    all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(Broker.partitions(topic));
    consumer.seekToBeginning(Broker.partitions(topic));
  }

  /** Reads what there is, and waits a moment if that is nothing. */
  void poll(Reader reader) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      digest = digest.with(record.key(), record.value());
      last[record.partition()] = record.offset();
      reader.read(record);
    }
  }

  /** Reads up to these offsets. */
  void readTo(long[] ends) {
    while (isBefore(ends)) {
      poll(_ -> {});
    }
  }

  private boolean isBefore(long[] ends) {
    return Broker.partitions(topic).stream()
        .anyMatch(partition -> consumer.position(partition) < ends[partition.partition()]);
  }

  /** Of everything that was read. */
  Digest digest() {
    return digest;
  }

  /** The offset of each partition's last record; -1 where there is none. */
  long[] last() {
    return last.clone();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
