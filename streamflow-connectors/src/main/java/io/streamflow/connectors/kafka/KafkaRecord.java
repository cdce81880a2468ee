package io.streamflow.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record with everything that Kafka says of it; one to be written has no place yet, which is an
 * empty topic, and -1 for partition and offset.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its place in the partition
 * @param timestampMillis when it was made or written, as the topic has it; milliseconds since the
 *     epoch; negative in a record to be written for the time at which that is done
 * @param key empty when the record has none
 * @param value empty for a tombstone
 * @param headers in their order; names may repeat
 * @param <K> the key
 * @param <V> the value
 */
public record KafkaRecord<K, V>(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    Optional<K> key,
    Optional<V> value,
    List<KafkaHeader> headers) {

  private static final int MAX_SHOWN_BYTES = 4096;

  /** Keeps a copy of the headers. */
  public KafkaRecord {
    headers = List.copyOf(headers);
  }

  /** A record to be written, with the time at which the sink is given it. */
  public static <K, V> KafkaRecord<K, V> of(K key, V value) {
    return new KafkaRecord<>("", -1, -1, -1, Optional.of(key), Optional.of(value), List.of());
  }

  /** A record to be written that says that there is no value of a key any more. */
  public static <K, V> KafkaRecord<K, V> tombstone(K key) {
    return new KafkaRecord<>("", -1, -1, -1, Optional.of(key), Optional.empty(), List.of());
  }

  /** A copy with other headers. */
  public KafkaRecord<K, V> withHeaders(KafkaHeader... other) {
    return new KafkaRecord<>(topic, partition, offset, timestampMillis, key, value, List.of(other));
  }

  /** A copy with another timestamp. */
  public KafkaRecord<K, V> withTimestamp(Instant other) {
    return new KafkaRecord<>(topic, partition, offset, other.toEpochMilli(), key, value, headers);
  }

  /** The place first; bytes as text, and not all of them where they are many. */
  @Override
  public String toString() {
    return "%s-%d offset %d: key %s, value %s, headers %s"
        .formatted(topic, partition, offset, shown(key), shown(value), headers);
  }

  private static String shown(Optional<?> content) {
    Object shown = content.isPresent() ? content.get() : "-";
    return shown instanceof byte[] bytes
        ? new String(bytes, 0, Math.min(bytes.length, MAX_SHOWN_BYTES), StandardCharsets.UTF_8)
        : shown.toString();
  }

  /** When it was made or written, as the topic has it. */
  public Instant timestamp() {
    return Instant.ofEpochMilli(timestampMillis);
  }

  /** The last header of this name, which is the one that counts. */
  public Optional<KafkaHeader> header(String name) {
    return headers.reversed().stream().filter(header -> header.name().equals(name)).findFirst();
  }
}
