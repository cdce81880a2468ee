package io.streamflow.store;

import java.nio.file.Path;

/** Durable state cannot be opened, read or written. Says which file, what failed and what to do. */
public final class StateStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateStoreException(String message) {
    super(message);
  }

  StateStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Something failed that has to do with a file or directory. */
  static StateStoreException about(Path path, String what, String wayOut) {
    return new StateStoreException("state in " + path + ": " + what + "; " + wayOut);
  }

  /** Something failed that has to do with a file or directory. */
  static StateStoreException about(Path path, String what, String wayOut, Throwable cause) {
    return new StateStoreException(
        "state in " + path + ": " + what + " (" + reason(cause) + "); " + wayOut, cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName() + ": " + message;
  }
}
