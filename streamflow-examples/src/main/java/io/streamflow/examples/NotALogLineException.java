package io.streamflow.examples;

/**
 * A line that is not a log line; says what was expected at which column. Has no stack trace: a log
 * may hold many such lines, and the message says all.
 */
final class NotALogLineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotALogLineException(String why) {
    super("not a log line in combined format: " + why, null, false, false);
  }
}
