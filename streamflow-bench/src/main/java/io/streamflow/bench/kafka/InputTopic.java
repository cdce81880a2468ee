package io.streamflow.bench.kafka;

import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes records of 100 bytes with 10,000 keys to a topic, each key into one partition, and knows
 * what must come of them. One thread.
 */
final class InputTopic implements AutoCloseable {
  private static final int KEYS = 10_000;
  private static final int VALUE_LENGTH = 100;
  private static final long FAR_LATER_MILLIS = 60_000;

  private final String topic;
  private final Expected expected = new Expected();
  private final Producer<String, String> producer;
  private final SplittableRandom random = new SplittableRandom(42);
  private long number;

  InputTopic(String bootstrap, String topic) {
    this.topic = topic;
    Properties all = new Properties();
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(ProducerConfig.LINGER_MS_CONFIG, "1");
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, Setup.BATCH_BYTES);
    producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  /** Writes a record. */
  void write(long timestampMillis) {
    String key = "key-" + random.nextInt(KEYS);
    String value = value();
    expected.add(key, value, timestampMillis);
    var _ = producer.send(new ProducerRecord<>(topic, null, timestampMillis, key, value));
  }

  private String value() {
    StringBuilder value = new StringBuilder(VALUE_LENGTH);
    value.append(number++);
    while (value.length() < VALUE_LENGTH) {
      value.append((char) ('a' + random.nextInt(26)));
    }
    return value.toString();
  }

  /** Ends all windows, with a record in each partition, and waits until everything is there. */
  Expected end(long lastMillis) {
    for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
      String key = "end-" + partition;
      String value = value();
      expected.addLast(key, value);
      var _ =
          producer.send(
              new ProducerRecord<>(topic, partition, lastMillis + FAR_LATER_MILLIS, key, value));
    }
    producer.flush();
    return expected;
  }

  /**
   * Writes records that change no count: Kafka Streams looks for windows that are over when a
   * record comes, and not with every one.
   */
  void tick(long lastMillis) {
    for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  topic, partition, lastMillis + FAR_LATER_MILLIS, "end-" + partition, "tick"));
    }
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
