package io.streamflow.connectors.kafka;

import io.streamflow.connectors.json.Json;
import io.streamflow.spi.Codec;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * What the bytes of a record's key or value mean. Used by any number of threads at once.
 *
 * @param <T> what they stand for
 */
public interface KafkaFormat<T> extends Serializable {

  /**
   * Reads a whole key or value.
   *
   * @throws Exception when the bytes are no such value; the source's error policy then decides
   */
  T read(byte[] bytes) throws Exception;

  /**
   * The bytes of a whole key or value.
   *
   * @throws Exception when the value cannot be written
   */
  byte[] write(T value) throws Exception;

  /** The type of what is read, by which a durable step that keeps items finds their codec. */
  default Optional<Type> type() {
    return Optional.empty();
  }

  /** Text in UTF-8; other bytes are refused. */
  static KafkaFormat<String> text() {
    return new KafkaFormats.Text();
  }

  /** The bytes as they are. */
  static KafkaFormat<byte[]> bytes() {
    return new KafkaFormats.Bytes();
  }

  /** One JSON document. */
  static <T> KafkaFormat<T> json(Json<T> json) {
    return new KafkaFormats.OfJson<>(json);
  }

  /** What {@code codec} writes, and not a byte more. */
  static <T> KafkaFormat<T> of(Codec<T> codec) {
    return new KafkaFormats.OfCodec<>(codec);
  }
}
