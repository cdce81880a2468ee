package io.streamflow.connectors.json;

import io.streamflow.connectors.jackson.FailureText;
import java.io.Serial;
import tools.jackson.core.JacksonException;

/** A document that is not what it should be, or an object that cannot be written as one. */
public final class JsonException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The line of the document, from 1; 0 when not known. */
  private final int line;

  /** The column in its line, from 1; 0 when not known. */
  private final int column;

  /** The property at fault, such as {@code items[1].price}; empty for the document as a whole. */
  private final String path;

  private JsonException(String message, int line, int column, String path) {
    super(message);
    this.line = line;
    this.column = column;
    this.path = path;
  }

  /** A failure that Jackson reported while doing {@code what}. */
  static JsonException of(String what, JacksonException cause) {
    int line = FailureText.line(cause);
    int column = FailureText.column(cause);
    String path = FailureText.path(cause);
    String where = line > 0 ? " (line " + line + ", column " + column + ")" : "";
    String at = path.isEmpty() ? "" : " at " + path;
    // Jackson's exception is not the cause: its message repeats this one with noise. What a
    // user's own constructor threw is.
    JsonException failure =
        new JsonException(what + at + where + ": " + FailureText.reason(cause), line, column, path);
    if (cause.getCause() != null) {
      failure.initCause(cause.getCause());
    }
    return failure;
  }

  /** A failure of the document as a whole. */
  static JsonException of(String message) {
    return new JsonException(message, 0, 0, "");
  }

  /** The line of the document, from 1; 0 when not known. */
  public int line() {
    return line;
  }

  /** The column in its line, from 1; 0 when not known. */
  public int column() {
    return column;
  }

  /** The property at fault, such as {@code items[1].price}; empty for the document as a whole. */
  public String path() {
    return path;
  }
}
