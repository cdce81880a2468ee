package io.streamflow.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header of a record. Two are equal when name and bytes are.
 *
 * @param name its name
 * @param value its bytes, not to be changed; none where the header has no value
 */
@SuppressWarnings("ArrayRecordComponent") // equal by content, see below
public record KafkaHeader(String name, byte[] value) {

  /** A header of text, in UTF-8. */
  public static KafkaHeader of(String name, String text) {
    return new KafkaHeader(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes as text in UTF-8. */
  public String text() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaHeader that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "=" + text();
  }
}
