package io.streamflow.connectors.file;

import java.io.Closeable;
import java.io.IOException;

/** The content of one file, in order, from wherever it was opened. Used by one thread. */
interface ByteInput extends Closeable {

  /**
   * Reads at least one byte, or returns -1 at the end, which for a growing file is not for good.
   */
  int read(byte[] into, int offset, int length) throws IOException;

  /**
   * Goes to {@code target}, counted in bytes of content from the beginning, where the input must
   * still be; false when there are fewer.
   */
  boolean skipTo(long target) throws IOException;

  /** The content's first bytes, as far as they were read. */
  FileHead head();
}
