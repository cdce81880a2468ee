package io.streamflow.connectors.file;

import java.io.IOException;
import java.io.Serial;

/** A file of which no record can be decoded: not one record to reject, but the file. */
final class UnusableFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  UnusableFileException(String message) {
    super(message);
  }
}
