package io.streamflow.connectors.http;

import io.streamflow.connectors.client.Percent;
import io.streamflow.function.MapFunction;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request has of its item.
 *
 * @param body the item's bytes
 * @param values by their names in the url
 * @param order null for what the url has
 */
record Requested<T>(
    MapFunction<? super T, byte[]> body,
    Map<String, MapFunction<? super T, ?>> values,
    @Nullable MapFunction<? super T, ?> order)
    implements Serializable {

  static <T> Requested<T> of(MapFunction<? super T, byte[]> body) {
    return new Requested<>(Objects.requireNonNull(body, "body"), Map.of(), null);
  }

  Requested<T> with(String name, MapFunction<? super T, ?> value) {
    Map<String, MapFunction<? super T, ?>> all = new LinkedHashMap<>(values);
    all.put(name, Objects.requireNonNull(value, "value"));
    return new Requested<>(body, all, order);
  }

  Requested<T> orderBy(MapFunction<? super T, ?> key) {
    return new Requested<>(body, values, Objects.requireNonNull(key, "key"));
  }

  /** The item as it is sent. */
  Post of(T item, UrlTemplate url) throws Exception {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, MapFunction<? super T, ?>> value : values.entrySet()) {
      texts.put(value.getKey(), text(value.getKey(), value.getValue().apply(item), url));
    }
    Object key = order == null ? texts : order.apply(item);
    byte[] bytes = Objects.requireNonNull(body.apply(item), "the body of the item is null");
    return new Post(Objects.hashCode(key), texts, bytes);
  }

  private static String text(String name, @Nullable Object value, UrlTemplate url) {
    if (value == null) {
      throw new IllegalArgumentException("{" + name + "} of " + url.shown() + " is null");
    }
    String text = value.toString();
    if (text.isEmpty() && url.isInPath(name)) {
      throw new IllegalArgumentException("{" + name + "} of " + url.shown() + " is empty");
    }
    return Percent.encoded(text);
  }
}
