package io.streamflow.spi;

import java.io.Serial;

/**
 * A target that another attempt would not make usable, such as one that does not exist, or to which
 * the job has no rights. Thrown by {@link OutboxSink#connect} and by a {@link Delivery} it fails
 * the job at once; its message tells all that a person needs to know.
 */
public final class UnusableTargetException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** With what is wrong and, where there is one, the way out. */
  public UnusableTargetException(String message, Throwable cause) {
    super(message, cause);
  }
}
