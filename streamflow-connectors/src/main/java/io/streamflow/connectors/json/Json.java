package io.streamflow.connectors.json;

import io.streamflow.Event;
import io.streamflow.connectors.jackson.PrimitivesRequired;
import io.streamflow.connectors.jackson.TimeWindows;
import io.streamflow.connectors.jackson.UtcInstants;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Objects of one class as JSON, typically records. Times and dates of {@code java.time} are
 * ISO-8601 text. When reading, properties that the class does not have are ignored; a primitive
 * component that is missing or null, or a fraction where a whole number belongs, is refused; any
 * other missing component is null, or empty where it is an {@code Optional}.
 *
 * <p>A {@link io.streamflow.window.TimeWindow} is <code>
 * {"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z"}</code>; a side that is open is
 * null, so {@code TimeWindow.ALL} is {@code {"start":null,"end":null}}.
 *
 * <p>A record in a named module must be open to Jackson: {@code opens my.events to
 * tools.jackson.databind}.
 *
 * <p>Used by any number of threads at once. Serializable: only what it is of is written.
 *
 * @param <T> the objects
 */
public final class Json<T> implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final JsonBinding<T> binding;
  private transient volatile @Nullable Access access;

  private Json(JsonBinding<T> binding) {
    this.binding = binding;
  }

  /** JSON of objects of {@code type}. */
  public static <T> Json<T> of(Class<T> type) {
    return new Json<>(new JsonBinding.OfClass<>(Objects.requireNonNull(type, "type")));
  }

  /**
   * Schemaless events in an envelope: {@code {"key": "k", "timestamp": "2026-01-01T00:00:00Z",
   * "value": {...}, "metadata": {...}}}; metadata may be missing. A time is ISO-8601 text or
   * milliseconds since the epoch.
   */
  public static Json<Event> events() {
    return new Json<>(EventBinding.envelope());
  }

  /**
   * Schemaless events from documents of any form: the whole document is the event's value, and two
   * of its fields are also its key and its time. Written, an event is its value again.
   */
  public static Json<Event> events(String keyField, String timestampField) {
    return new Json<>(
        new EventBinding(Optional.of(new EventBinding.Fields(keyField, timestampField))));
  }

  /**
   * Reads one document.
   *
   * @throws JsonException when it is not JSON or does not fit the class; says where
   */
  public T parse(String document) {
    try {
      return present(access().reader.readValue(document));
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads one document of UTF-8 bytes.
   *
   * @throws JsonException when it is not JSON or does not fit the class; says where
   */
  public T parse(byte[] document) {
    return parse(document, 0, document.length);
  }

  /**
   * Reads one document of {@code length} UTF-8 bytes from {@code offset} on.
   *
   * @throws JsonException when it is not JSON or does not fit the class; says where
   */
  public T parse(byte[] document, int offset, int length) {
    try {
      return present(access().reader.readValue(document, offset, length));
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /**
   * Writes an object as one line, without a line break in or after it.
   *
   * @throws JsonException when the object cannot be written
   */
  public String text(T value) {
    try {
      return access()
          .writer
          .writeValueAsString(binding.toDocument(Objects.requireNonNull(value, "value")));
    } catch (JacksonException e) {
      throw JsonException.of("cannot write " + binding.name() + " as JSON", e);
    }
  }

  /** The class of the objects. */
  public Class<?> type() {
    return binding.itemType();
  }

  @Override
  public String toString() {
    return "Json[" + binding.name() + "]";
  }

  private T present(@Nullable Object document) {
    if (document == null) {
      throw JsonException.of("cannot read " + binding.name() + ": the document is null");
    }
    return binding.fromDocument(document);
  }

  private JsonException unreadable(JacksonException cause) {
    return JsonException.of("cannot read " + binding.name(), cause);
  }

  private Access access() {
    Access known = access;
    if (known == null) {
      // Two threads may both build one; either serves.
      known = Access.to(binding.documentType());
      access = known;
    }
    return known;
  }

  /** Jackson's reader and writer of the class; rebuilt after Java serialization. */
  private record Access(ObjectReader reader, ObjectWriter writer) {
    static Access to(Class<?> type) {
      JsonMapper mapper =
          JsonMapper.builder()
              .annotationIntrospector(new PrimitivesRequired())
              .addModule(UtcInstants.module())
              .addModule(TimeWindows.module())
              .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
              .build();
      return new Access(mapper.readerFor(type), mapper.writerFor(type));
    }
  }
}
