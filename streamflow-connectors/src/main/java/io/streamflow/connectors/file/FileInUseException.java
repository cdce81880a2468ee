package io.streamflow.connectors.file;

import java.io.IOException;
import java.io.Serial;

/** A file that belongs to another writer, which is alive. */
final class FileInUseException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  FileInUseException(String message) {
    super(message);
  }
}
