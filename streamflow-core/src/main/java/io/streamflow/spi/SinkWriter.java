package io.streamflow.spi;

import java.io.Closeable;

/**
 * Writes the items of one subtask. Used by one thread at a time.
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
