package io.streamflow.spi;

import java.io.Closeable;

/**
 * Writes the items of one subtask. Used by one thread at a time.
 *
 * @param <T> the items
 */
public interface SinkWriter<T> extends Closeable {

  /** Takes one item; may keep it back until {@link #flush}. */
  void write(T item) throws Exception;

  /**
   * Makes everything taken so far visible or durable. Called when the input pauses, at every
   * barrier and at the end of the input.
   */
  void flush() throws Exception;
}
