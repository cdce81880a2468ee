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

  /** Takes one item; may keep it back until {@link #push} or {@link #flush}. */
  void write(T item) throws Exception;

  /**
   * Sends what was kept back on its way, so that nobody waits for it. Called when the input pauses,
   * and several times a second while it does not. Flushes, unless a writer can do without waiting
   * until its items are there: what becomes of them is then for the next {@link #flush} to tell.
   */
  default void push() throws Exception {
    flush();
  }

  /**
   * Makes everything taken so far visible or durable, and waits for it. Called at every barrier and
   * at the end of the input, and by {@link #push}.
   */
  void flush() throws Exception;
}
