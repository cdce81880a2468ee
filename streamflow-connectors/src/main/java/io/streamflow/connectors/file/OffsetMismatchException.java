package io.streamflow.connectors.file;

import java.io.Serial;
import java.nio.file.Path;

/** A file is not, or no longer, the one that an offset was taken from. */
final class OffsetMismatchException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  OffsetMismatchException(Path path, String why) {
    super(
        "cannot go on reading "
            + path
            + ": it is not the file that was read before, it "
            + why
            + "; put the former file back, or start without the former state");
  }
}
