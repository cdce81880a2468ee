package io.streamflow.operator;

import java.util.Objects;

/**
 * How a failure is told to a person: what was thrown, at which line of the user's code, and for
 * which item. Called by the thread that failed.
 */
final class FailureText {
  private static final String OPERATORS = FailureText.class.getPackageName() + ".";
  private static final int LONGEST = 200;

  private FailureText() {}

  /** What was thrown and, where it can be told, the line that the user should look at. */
  static String located(Throwable thrown) {
    return shown(thrown) + firstFrame(thrown);
  }

  /** The text of an item or an exception, whatever its {@code toString} does; not too long. */
  static String shown(Object item) {
    String text;
    try {
      text = Objects.requireNonNullElse(item.toString(), "null");
    } catch (Throwable unprintable) { // even a StackOverflowError, where items are cyclic
      text =
          item.getClass().getName()
              + " (its toString fails: "
              + unprintable.getClass().getName()
              + ")";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  private static String firstFrame(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    for (StackTraceElement frame : trace) {
      String type = frame.getClassName();
      if (isEngine(type)) {
        break;
      }
      if (!isLibrary(type)) {
        return " at " + frame;
      }
    }
    return trace.length == 0 || trace[0].getClassName().startsWith("io.streamflow.")
        ? ""
        : " at " + trace[0];
  }

  /** Whether a class is none of the user's, although it may stand between the user's lines. */
  private static boolean isLibrary(String type) {
    return type.startsWith("java.")
        || type.startsWith("jdk.")
        || type.startsWith("io.streamflow.connectors.");
  }

  /** Whether a class calls the user's code rather than being called by it. */
  private static boolean isEngine(String type) {
    return type.startsWith(OPERATORS) || type.startsWith("io.streamflow.runtime.");
  }
}
