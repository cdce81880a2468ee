package io.streamflow.connectors.kafka;

import io.streamflow.function.MapFunction;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What record is made of an item.
 *
 * @param value the value, or none
 * @param key the key, or none
 * @param partition null to let the producer choose, by the key if there is one
 * @param headers the headers
 * @param timestampMillis null for the time at which the record is made, as for a negative one
 * @param <T> the items
 */
record RecordWriting<T>(
    Bytes<T> value,
    Bytes<T> key,
    @Nullable MapFunction<? super T, Integer> partition,
    @Nullable MapFunction<? super T, List<KafkaHeader>> headers,
    @Nullable MapFunction<? super T, Long> timestampMillis)
    implements Serializable {

  /** A part of an item as bytes, or none. */
  interface Bytes<T> extends Serializable {
    byte @Nullable [] of(T item) throws Exception;
  }

  /** Items are values, without anything else. */
  static <T> RecordWriting<T> values(KafkaFormat<T> format) {
    return new RecordWriting<>(format::write, _ -> null, null, null, null);
  }

  /** Items are records, whose place is not taken over. */
  static <K, V> RecordWriting<KafkaRecord<K, V>> records(KafkaFormat<K> key, KafkaFormat<V> value) {
    return new RecordWriting<>(
        record -> record.value().isPresent() ? value.write(record.value().get()) : null,
        record -> record.key().isPresent() ? key.write(record.key().get()) : null,
        null,
        KafkaRecord::headers,
        KafkaRecord::timestampMillis);
  }

  <K> RecordWriting<T> key(MapFunction<? super T, ? extends K> of, KafkaFormat<K> format) {
    return new RecordWriting<>(
        value, item -> format.write(of.apply(item)), partition, headers, timestampMillis);
  }

  RecordWriting<T> partition(MapFunction<? super T, Integer> of) {
    return new RecordWriting<>(value, key, of, headers, timestampMillis);
  }

  RecordWriting<T> headers(MapFunction<? super T, List<KafkaHeader>> of) {
    return new RecordWriting<>(value, key, partition, of, timestampMillis);
  }

  RecordWriting<T> timestamp(MapFunction<? super T, Instant> of) {
    return new RecordWriting<>(
        value, key, partition, headers, item -> of.apply(item).toEpochMilli());
  }

  /** The record of an item. */
  @SuppressWarnings("NullAway") // a record of Kafka's may lack partition, key and value
  ProducerRecord<byte[], byte[]> record(String topic, T item) throws Exception {
    long time = timestampMillis == null ? -1 : timestampMillis.apply(item);
    return new ProducerRecord<>(
        topic,
        partition == null ? null : partition.apply(item),
        time < 0 ? System.currentTimeMillis() : time,
        key.of(item),
        value.of(item),
        headers == null ? List.of() : forKafka(headers.apply(item)));
  }

  private static List<Header> forKafka(List<KafkaHeader> headers) {
    if (headers.isEmpty()) {
      return List.of();
    }
    List<Header> all = new ArrayList<>(headers.size());
    for (KafkaHeader header : headers) {
      all.add(new RecordHeader(header.name(), header.value()));
    }
    return all;
  }
}
