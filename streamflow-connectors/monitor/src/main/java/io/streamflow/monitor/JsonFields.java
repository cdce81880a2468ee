package io.streamflow.monitor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in the order in which they are put. What is not known is there as
 * null, so that a reader can tell it from a misspelt name.
 */
final class JsonFields {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  JsonFields put(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  /** As its words: an instant as ISO-8601 says it, an enum by its name. */
  JsonFields text(String name, Object value) {
    return put(name, value.toString());
  }

  /** The same, or null. */
  JsonFields text(String name, Optional<?> value) {
    return put(name, value.map(Object::toString).orElse(null));
  }

  JsonFields seconds(String name, Duration value) {
    return put(name, inSeconds(value));
  }

  JsonFields seconds(String name, Optional<Duration> value) {
    return put(name, value.map(JsonFields::inSeconds).orElse(null));
  }

  <T> JsonFields object(String name, Optional<T> value, Function<T, JsonFields> fields) {
    return put(name, value.map(one -> fields.apply(one).toMap()).orElse(null));
  }

  <T> JsonFields list(String name, List<T> values, Function<T, JsonFields> fields) {
    return put(name, values.stream().map(one -> fields.apply(one).toMap()).toList());
  }

  Map<String, @Nullable Object> toMap() {
    return fields;
  }

  private static double inSeconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / 1e9;
  }
}
