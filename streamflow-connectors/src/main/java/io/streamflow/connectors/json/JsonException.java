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

  private final String what;
  private final String reason;

  private JsonException(String what, int line, int column, String path, String reason) {
    super(message(what, line, column, path, reason));
    this.what = what;
    this.line = line;
    this.column = column;
    this.path = path;
    this.reason = reason;
  }

  private static String message(String what, int line, int column, String path, String reason) {
    String where = line > 0 ? " (line " + line + ", column " + column + ")" : "";
    String at = path.isEmpty() ? "" : " at " + path;
    return what + at + where + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** A failure that Jackson reported while doing {@code what}. */
  static JsonException of(String what, JacksonException cause) {
    // Jackson's exception is not the cause: its message repeats this one with noise. What a
    // user's own constructor threw is.
    JsonException failure =
        new JsonException(
            what,
            FailureText.line(cause),
            FailureText.column(cause),
            FailureText.path(cause),
            FailureText.reason(cause));
    if (cause.getCause() != null) {
      failure.initCause(cause.getCause());
    }
    return failure;
  }

  /** A failure of the document as a whole. */
  static JsonException of(String message) {
    return new JsonException(message, 0, 0, "", "");
  }

  /**
   * The same failure of a document that stands in a larger text, with its place there.
   *
   * @param firstLine the line of the text in which the document begins, from 1
   * @param firstColumn the column in which it begins, from 1
   */
  public JsonException within(int firstLine, int firstColumn) {
    JsonException moved =
        line == 0
            ? new JsonException(what, firstLine, firstColumn, path, reason)
            : new JsonException(
                what,
                firstLine + line - 1,
                line == 1 ? firstColumn + column - 1 : column,
                path,
                reason);
    if (getCause() != null) {
      moved.initCause(getCause());
    }
    return moved;
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
