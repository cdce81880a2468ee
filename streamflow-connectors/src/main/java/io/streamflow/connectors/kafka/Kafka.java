package io.streamflow.connectors.kafka;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.Codec;

/**
 * Where sources and sinks of Kafka topics come from. {@code bootstrap} is {@code
 * host:port,host:port...}.
 */
public final class Kafka {
  private Kafka() {}

  /** The values of a topic, as JSON. */
  public static <T> KafkaSource<T> source(String bootstrap, String topic, Json<T> json) {
    return source(bootstrap, topic, KafkaFormat.json(json));
  }

  /** The values of a topic, as written by a codec. */
  public static <T> KafkaSource<T> source(String bootstrap, String topic, Codec<T> codec) {
    return source(bootstrap, topic, KafkaFormat.of(codec));
  }

  /** The values of a topic. A record without a value is rejected. */
  public static <T> KafkaSource<T> source(String bootstrap, String topic, KafkaFormat<T> format) {
    return source(bootstrap, Topics.of(topic), format);
  }

  /** The values of several topics, named or matched. A record without a value is rejected. */
  public static <T> KafkaSource<T> source(String bootstrap, Topics topics, KafkaFormat<T> format) {
    return KafkaSource.of(bootstrap, topics, new RecordReading.Values<>(format));
  }

  /** The records of topics with keys, headers and places; tombstones, too. */
  public static <K, V> KafkaSource<KafkaRecord<K, V>> records(
      String bootstrap, Topics topics, KafkaFormat<K> key, KafkaFormat<V> value) {
    return KafkaSource.of(bootstrap, topics, new RecordReading.Records<>(key, value));
  }

  /** Writes items to a topic, as JSON. */
  public static <T> KafkaSink<T> sink(String bootstrap, String topic, Json<T> json) {
    return sink(bootstrap, topic, KafkaFormat.json(json));
  }

  /** Writes items to a topic, by a codec. */
  public static <T> KafkaSink<T> sink(String bootstrap, String topic, Codec<T> codec) {
    return sink(bootstrap, topic, KafkaFormat.of(codec));
  }

  /** Writes items to a topic. */
  public static <T> KafkaSink<T> sink(String bootstrap, String topic, KafkaFormat<T> format) {
    return KafkaSink.of(bootstrap, topic, RecordWriting.values(format));
  }

  /**
   * Writes records to a topic: key, value, headers and timestamp. Topic, partition and offset that
   * they have from a source do not count; {@code partition(KafkaRecord::partition)} lets one count.
   */
  public static <K, V> KafkaSink<KafkaRecord<K, V>> recordSink(
      String bootstrap, String topic, KafkaFormat<K> key, KafkaFormat<V> value) {
    return KafkaSink.of(bootstrap, topic, RecordWriting.records(key, value));
  }
}
