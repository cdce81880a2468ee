package io.streamflow.connectors.json;

import io.streamflow.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Schemaless events. Either the document is the event's value, and two of its fields are also its
 * key and time; or it is an envelope with {@code key}, {@code timestamp}, {@code value} and, if
 * there is any, {@code metadata}.
 *
 * @param fields which fields are key and time; empty for an envelope
 */
record EventBinding(Optional<Fields> fields) implements JsonBinding<Event> {

  /**
   * Where key and time stand in a document.
   *
   * @param key the field that is the key
   * @param timestamp the field that is the time
   */
  record Fields(String key, String timestamp) implements java.io.Serializable {}

  static EventBinding envelope() {
    return new EventBinding(Optional.empty());
  }

  @Override
  public Class<?> itemType() {
    return Event.class;
  }

  @Override
  public Class<?> documentType() {
    return LinkedHashMap.class;
  }

  @Override
  public String name() {
    return "Event";
  }

  @Override
  public Event fromDocument(Object document) {
    Map<String, Object> found = object(document, "the document");
    if (fields.isPresent()) {
      Fields where = fields.get();
      return Event.of(
          text(found, where.key()), found, time(where.timestamp(), found.get(where.timestamp())));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    Object given = found.get("metadata");
    if (given != null) {
      object(given, "metadata").forEach((name, value) -> metadata.put(name, String.valueOf(value)));
    }
    return new Event(
        text(found, "key"),
        object(found.get("value"), "value"),
        time("timestamp", found.get("timestamp")),
        metadata);
  }

  @Override
  public Object toDocument(Event event) {
    if (fields.isPresent()) {
      Map<String, Object> document = new LinkedHashMap<>(event.value());
      document.putIfAbsent(fields.get().key(), event.key());
      document.putIfAbsent(fields.get().timestamp(), event.timestamp());
      return document;
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", event.key());
    document.put("timestamp", event.timestamp());
    document.put("value", event.value());
    if (!event.metadata().isEmpty()) {
      document.put("metadata", event.metadata());
    }
    return document;
  }

  @SuppressWarnings("unchecked") // Jackson makes maps of objects with the names as keys
  private static Map<String, Object> object(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw JsonException.of("cannot read Event: " + what + " must be an object, but is " + value);
  }

  private static String text(Map<String, Object> document, String field) {
    Object value = document.get(field);
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw JsonException.of(
        "cannot read Event: field '" + field + "' must be text or a number, but is " + value);
  }

  /** ISO-8601 text with a zone, or milliseconds since the epoch. */
  private static Instant time(String field, @Nullable Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return Instant.ofEpochMilli(((Number) value).longValue());
    }
    try {
      if (value instanceof String text) {
        return java.time.OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException e) {
      throw notATime(field, value);
    }
    throw notATime(field, value);
  }

  private static JsonException notATime(String field, @Nullable Object value) {
    return JsonException.of(
        "cannot read Event: field '"
            + field
            + "' must be a time such as 2026-01-01T00:00:00Z, or milliseconds since the epoch, but is "
            + value);
  }
}
