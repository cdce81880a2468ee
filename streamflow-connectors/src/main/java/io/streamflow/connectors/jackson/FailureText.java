package io.streamflow.connectors.jackson;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;

/** Says a Jackson failure in plain words, without advice on Jackson's own settings. */
public final class FailureText {
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\]]*?(?:; ([^\\];]*))?\\]");
  private static final Pattern ADVICE =
      Pattern.compile(
          " \\((?:set|disable|enable|but could if) [^)]*(?:Feature|Config)[^)]*\\)"
              + "| \\(bound as [^)]*\\)|: not allowed as per `[^`]*`");

  private FailureText() {}

  /** What is wrong, without where. */
  public static String reason(JacksonException failure) {
    String message = String.valueOf(failure.getOriginalMessage());
    message = SOURCE.matcher(message).replaceAll("$1");
    return ADVICE.matcher(message).replaceAll("");
  }

  /** The property at fault such as {@code items[1].price}; empty when it is the document itself. */
  public static String path(JacksonException failure) {
    List<Reference> references = failure.getPath();
    StringBuilder path = new StringBuilder();
    for (Reference reference : references) {
      if (reference.getPropertyName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.toString();
  }

  /** The line of the document, from 1; 0 when not known. */
  public static int line(JacksonException failure) {
    return failure.getLocation() == null ? 0 : Math.max(0, failure.getLocation().getLineNr());
  }

  /** The column in its line, from 1; 0 when not known. */
  public static int column(JacksonException failure) {
    return failure.getLocation() == null ? 0 : Math.max(0, failure.getLocation().getColumnNr());
  }
}
