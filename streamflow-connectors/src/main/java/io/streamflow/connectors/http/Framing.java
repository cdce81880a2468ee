package io.streamflow.connectors.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How the bodies of items become the body of a request. */
enum Framing {
  /** One item, as it is. */
  ONE("", "", ""),
  /** A JSON array. */
  ARRAY("[", ",", "]"),
  /** One item a line. */
  LINES("", "\n", "\n");

  private final String before;
  private final String between;
  private final String after;

  Framing(String before, String between, String after) {
    this.before = before;
    this.between = between;
    this.after = after;
  }

  byte[] body(List<byte[]> items) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(before, body);
    for (int i = 0; i < items.size(); i++) {
      write(i > 0 ? between : "", body);
      body.writeBytes(items.get(i));
    }
    write(after, body);
    return body.toByteArray();
  }

  private static void write(String text, ByteArrayOutputStream body) {
    body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
