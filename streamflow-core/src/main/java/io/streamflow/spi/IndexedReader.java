package io.streamflow.spi;

/**
 * A reader of an {@link IndexedSource}, which may say what the next items' indexes are instead of
 * handing out the items. Used by one thread at a time.
 *
 * @param <T> the items
 */
public interface IndexedReader<T> extends SourceReader<T> {

  /** The index of the next item. */
  long nextIndex();

  /** By how much the index of each item is greater than that of the item before it. */
  long stride();

  /**
   * Takes the next items, which the caller makes by {@link IndexedSource#function}: the first has
   * the index that {@link #nextIndex} told before. They count as handed out.
   *
   * @param atMost how many, at most
   * @param maxWaitMillis how long to wait for the first; zero for not at all
   * @return how many; 0 when none is due yet, or none will ever be
   * @throws InterruptedException when interrupted while waiting: the job is being cancelled
   */
  int take(int atMost, long maxWaitMillis) throws InterruptedException;

  /** Whether the last item was handed out. */
  boolean hasEnded();
}
