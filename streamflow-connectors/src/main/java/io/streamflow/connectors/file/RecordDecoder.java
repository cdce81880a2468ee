package io.streamflow.connectors.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of the records of one file, which it is shown in order. Used by one thread.
 *
 * @param <T> the items
 */
interface RecordDecoder<T> {

  /**
   * The item of a record; null for a record that is none, such as an empty line or a header.
   *
   * @throws UnusableFileException when no record of the file can be decoded
   * @throws IOException when this record cannot be decoded
   * @throws RuntimeException when this record cannot be decoded
   */
  @Nullable T decode(String record) throws IOException;

  /** Whether the next record tells how to read all others, so that nothing works without it. */
  default boolean expectsHeader() {
    return false;
  }
}
