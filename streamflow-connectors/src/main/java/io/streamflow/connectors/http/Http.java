package io.streamflow.connectors.http;

import io.streamflow.connectors.json.Json;
import io.streamflow.function.MapFunction;
import java.nio.charset.StandardCharsets;

/** Items from HTTP requests, and to HTTP services. */
public final class Http {
  private Http() {}

  /**
   * Events that clients post to a path of this process, on the loopback interface unless {@link
   * HttpSource#bind} says otherwise.
   *
   * @param port the port to listen on; 0 for any free one, of which {@link HttpSource#onListening}
   *     tells
   * @param path where clients post to, such as {@code /events}
   * @param json how the events are read
   * @throws IllegalArgumentException when the port or the path cannot be one
   */
  public static <T> HttpSource<T> source(int port, String path, Json<T> json) {
    return HttpSource.of(port, path, json);
  }

  /**
   * Sends items as JSON, one a request unless {@link HttpSink#batches} says otherwise.
   *
   * @param url such as {@code https://host/orders/{id}}, where {@link HttpSink#with} tells what
   *     stands in place of names in braces
   * @param json how the items are written
   * @throws IllegalArgumentException when the url is none of an HTTP server
   */
  public static <T> HttpSink<T> sink(String url, Json<T> json) {
    return HttpSink.of(
        url, "application/json", item -> json.text(item).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends items in a form of their own.
   *
   * @param url as above
   * @param contentType of the body, such as {@code text/plain; charset=utf-8}
   * @param body the bytes of an item
   * @throws IllegalArgumentException when the url is none of an HTTP server
   */
  public static <T> HttpSink<T> sink(
      String url, String contentType, MapFunction<? super T, byte[]> body) {
    return HttpSink.of(url, contentType, body);
  }
}
