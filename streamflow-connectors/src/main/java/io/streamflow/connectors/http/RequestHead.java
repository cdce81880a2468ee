package io.streamflow.connectors.http;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client says of its events before they come. */
record RequestHead(Headers headers) {
  private static final int MAX_ID_LENGTH = 256;

  private static final List<String> LINES =
      List.of(
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/x-jsonlines",
          "application/json-lines");

  /** Whether it shows the token, where one is asked for. */
  boolean isAuthorized(Optional<byte[]> token) {
    if (token.isEmpty()) {
      return true;
    }
    List<String> given = headers.getOrDefault("Authorization", List.of());
    if (given.size() != 1 || !given.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    byte[] secret = given.getFirst().substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(token.get(), secret); // takes as long however much is right
  }

  /** Whether the body has one document a line; one object or an array may have, too. */
  boolean isLines() throws RefusedException {
    String encoding = headers.getFirst("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new RefusedException(
          415, "Content-Encoding " + encoding + " is not understood; send the body as it is");
    }
    String given = headers.getFirst("Content-Type");
    if (given == null) {
      return false;
    }
    String[] parts = given.toLowerCase(Locale.ROOT).split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw new RefusedException(415, "the charset must be utf-8, but is " + parameter);
      }
    }
    String type = parts[0].strip();
    if (LINES.contains(type)) {
      return true;
    }
    if (type.equals("application/json")) {
      return false;
    }
    throw new RefusedException(
        415,
        "Content-Type must be application/json, or application/x-ndjson for one object a line, but"
            + " is "
            + given);
  }

  /** The id of the request; empty when it has none. */
  String id() throws RefusedException {
    List<String> given = headers.getOrDefault("Idempotency-Key", List.of());
    if (given.isEmpty()) {
      return "";
    }
    String id = given.getFirst().strip();
    boolean plain = id.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (given.size() > 1 || id.isEmpty() || id.length() > MAX_ID_LENGTH || !plain) {
      throw new RefusedException(
          400, "there must be one Idempotency-Key, of 1 to " + MAX_ID_LENGTH + " ASCII characters");
    }
    return id;
  }
}
