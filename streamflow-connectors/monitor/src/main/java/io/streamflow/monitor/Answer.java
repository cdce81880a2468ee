package io.streamflow.monitor;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client is told.
 *
 * @param status the HTTP status
 * @param contentType of the body
 * @param body the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, String contentType, byte[] body) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Names, numbers, booleans, null, lists and maps of them. */
  static Answer json(int status, Map<String, ?> body) {
    return new Answer(status, "application/json", JSON.writeValueAsBytes(body));
  }

  /** For people: what is wrong and what there is. */
  static Answer text(int status, String body) {
    return text(status, "text/plain; charset=utf-8", body + "\n");
  }

  static Answer text(int status, String contentType, String body) {
    return new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }
}
