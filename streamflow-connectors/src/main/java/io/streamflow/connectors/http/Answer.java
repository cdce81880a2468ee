package io.streamflow.connectors.http;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client is told.
 *
 * @param status the HTTP status
 * @param headers beside the usual ones
 * @param body a JSON object
 */
record Answer(int status, Map<String, String> headers, Map<String, Object> body) {
  private static final JsonMapper JSON = new JsonMapper();

  static Answer accepted(int events) {
    return new Answer(200, Map.of(), Map.of("accepted", events));
  }

  /** The request, or a part of it, cannot be used; {@code error} says what is wrong. */
  static Answer refused(int status, String error) {
    return new Answer(status, Map.of(), Map.of("error", error));
  }

  /** The client may send the same again, a little later. */
  static Answer unavailable(String error) {
    return refused(503, error).with("Retry-After", "1");
  }

  static Answer stopping() {
    return unavailable("the job is stopping; nothing of the request was taken").closing();
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }

  /** The same, after which the connection is closed. */
  Answer closing() {
    return with("Connection", "close");
  }

  byte[] json() {
    return JSON.writeValueAsBytes(body);
  }
}
