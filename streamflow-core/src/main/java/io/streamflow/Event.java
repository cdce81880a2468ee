package io.streamflow;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An item without a class of its own, for those who want none: a key, named values, a time, and
 * metadata that travels along. Immutable as far as its values are.
 *
 * @param key what it belongs to
 * @param value its fields
 * @param timestamp when it happened
 * @param metadata what a transport or a source added
 */
public record Event(
    String key, Map<String, Object> value, Instant timestamp, Map<String, String> metadata) {

  /** Keeps its own copies, in the order given. */
  public Event {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(timestamp, "timestamp");
    value = Collections.unmodifiableMap(new LinkedHashMap<>(value));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** An event without metadata. */
  public static Event of(String key, Map<String, Object> value, Instant timestamp) {
    return new Event(key, value, timestamp, Map.of());
  }

  /** The same event with one field set. */
  public Event with(String field, Object fieldValue) {
    Map<String, Object> changed = new LinkedHashMap<>(value);
    changed.put(field, fieldValue);
    return new Event(key, changed, timestamp, metadata);
  }

  /**
   * A field as a number.
   *
   * @throws IllegalArgumentException when the field is absent or not a number, naming the field and
   *     the event's key
   */
  public double number(String field) {
    if (value.get(field) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        "field '" + field + "' of event '" + key + "' is not a number: " + value.get(field));
  }

  /**
   * A field as text.
   *
   * @throws IllegalArgumentException when the field is absent, naming the field and the event's key
   */
  public String text(String field) {
    Object found = value.get(field);
    if (found == null) {
      throw new IllegalArgumentException("event '" + key + "' has no field '" + field + "'");
    }
    return found.toString();
  }
}
