package io.streamflow.connectors.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says what is wrong with a file in words that name it. */
final class FileProblem {
  private FileProblem() {}

  /** The failure of doing {@code what} (such as "read") with {@code path}. */
  static IOException of(String what, Path path, IOException cause) {
    return new IOException("cannot " + what + " " + path + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "there is no such file";
      case AccessDeniedException e -> "permission denied";
      case ClosedByInterruptException e -> "interrupted";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
