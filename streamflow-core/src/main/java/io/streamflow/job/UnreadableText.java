package io.streamflow.job;

/** A text that is no value of the type it should be; the message says what would mend it. */
final class UnreadableText extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableText(String message) {
    super(message);
  }
}
