package io.streamflow.connectors.http;

import io.streamflow.connectors.jackson.FailureText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds the JSON documents in a body: one, the elements of an array, or one a line. */
final class Documents {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] body;
  private final List<Place> found = new ArrayList<>();

  /**
   * Where a document stands.
   *
   * @param offset of its first byte
   * @param length in bytes
   * @param line the line in which it begins, from 1
   * @param column the byte of that line at which it begins, from 1
   */
  record Place(int offset, int length, int line, int column) {}

  private Documents(byte[] body) {
    this.body = body;
  }

  /**
   * The documents of a body, which may be none in an empty array.
   *
   * @param lines whether there is one a line, whatever it looks like
   * @throws RefusedException when the body is empty, not UTF-8, or not JSON as a whole
   */
  static List<Place> in(byte[] body, boolean lines) throws RefusedException {
    checkText(body);
    Documents documents = new Documents(body);
    if (lines) {
      documents.lines();
    } else {
      documents.oneOrMany();
    }
    return documents.found;
  }

  private static void checkText(byte[] body) throws RefusedException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(body);
    try {
      decoder.decode(in);
    } catch (CharacterCodingException e) {
      throw new RefusedException(
          400, "line " + lineOf(body, in.position()) + ": the body is not UTF-8");
    }
    for (int i = 0; i < body.length; i++) {
      if (body[i] == 0) { // UTF-16, or garbage
        throw new RefusedException(400, "line " + lineOf(body, i) + ": the body is not UTF-8 text");
      }
    }
  }

  private static int lineOf(byte[] body, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) {
      if (body[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  private void lines() throws RefusedException {
    int line = 1;
    int start = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        int end = i;
        while (end > start && isBlank(body[end - 1])) {
          end--;
        }
        if (end > start) {
          found.add(new Place(start, end - start, line, 1));
        }
        start = i + 1;
        line++;
      }
    }
    if (found.isEmpty()) {
      throw new RefusedException(400, "the body is empty");
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private void oneOrMany() throws RefusedException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new RefusedException(400, "the body is empty");
      }
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          add(parser);
        }
        if (parser.nextToken() != null) {
          throw new RefusedException(
              400,
              "line "
                  + parser.currentTokenLocation().getLineNr()
                  + ": more follows after the end of the array");
        }
        return;
      }
      add(parser);
      if (endsHere(parser)) {
        return;
      }
    } catch (JacksonException e) {
      throw new RefusedException(
          400,
          "the body is not JSON (line %d, column %d): %s"
              .formatted(FailureText.line(e), FailureText.column(e), FailureText.reason(e)));
    }
    found.clear();
    lines();
  }

  private static boolean endsHere(JsonParser parser) {
    try {
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false; // taken line by line, it tells where
    }
  }

  private void add(JsonParser parser) {
    var start = parser.currentTokenLocation();
    parser.skipChildren();
    parser.finishToken();
    int offset = Math.toIntExact(start.getByteOffset());
    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
    found.add(new Place(offset, end - offset, start.getLineNr(), start.getColumnNr()));
  }
}
