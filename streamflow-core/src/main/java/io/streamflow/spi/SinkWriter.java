package io.streamflow.spi;

import java.io.Closeable;

/**
 * Writes the items of one subtask, in the order in which they come, where the target keeps one.
 * Used by one thread at a time. Closing it twice does no more than closing it once. An interrupt
 * means that the job is cancelled, and is not lost: a call throws, or the thread is still
 * interrupted when it returns. {@link io.streamflow.testing.SinkConformance} checks that a sink
 * keeps what is said here.
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
