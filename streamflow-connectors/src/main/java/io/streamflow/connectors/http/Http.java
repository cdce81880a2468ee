package io.streamflow.connectors.http;

import io.streamflow.connectors.json.Json;

/** Items from HTTP requests. */
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
}
