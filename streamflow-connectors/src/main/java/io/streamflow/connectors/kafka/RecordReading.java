package io.streamflow.connectors.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record.
 *
 * @param <T> the items
 */
sealed interface RecordReading<T> extends Serializable {

  /** The item of a record. */
  T item(ConsumerRecord<byte[], byte[]> record) throws Exception;

  /** The type of the items, where it can be told. */
  default Optional<Type> itemType() {
    return Optional.empty();
  }

  /** The value alone. */
  record Values<T>(KafkaFormat<T> format) implements RecordReading<T> {
    @Override
    public T item(ConsumerRecord<byte[], byte[]> record) throws Exception {
      byte[] value = record.value();
      if (value == null) {
        throw new IOException(
            "the record has no value (a tombstone): read with Kafka.records to see such");
      }
      return format.read(value);
    }

    @Override
    public Optional<Type> itemType() {
      return format.type();
    }
  }

  /** Everything. */
  record Records<K, V>(KafkaFormat<K> key, KafkaFormat<V> value)
      implements RecordReading<KafkaRecord<K, V>> {
    @Override
    public KafkaRecord<K, V> item(ConsumerRecord<byte[], byte[]> record) throws Exception {
      return new KafkaRecord<>(
          record.topic(),
          record.partition(),
          record.offset(),
          record.timestamp(),
          read(key, record.key()),
          read(value, record.value()),
          headers(record.headers().toArray()));
    }

    private static List<KafkaHeader> headers(Header[] from) {
      if (from.length == 0) {
        return List.of();
      }
      List<KafkaHeader> headers = new ArrayList<>(from.length);
      for (Header header : from) {
        byte[] bytes = header.value();
        headers.add(new KafkaHeader(header.key(), bytes == null ? new byte[0] : bytes));
      }
      return headers;
    }

    private static <A> Optional<A> read(KafkaFormat<A> format, byte @Nullable [] bytes)
        throws Exception {
      return bytes == null ? Optional.empty() : Optional.of(format.read(bytes));
    }
  }
}
