package io.streamflow.job;

import io.streamflow.window.TimeWindow;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of one step as of one checkpoint, whatever the job does meanwhile. Reading never holds
 * the job up. While it is open the checkpoint's part of the file is not used again, so close it.
 *
 * <p>It may end before: when the job ends, is rescaled, or is started again after a failure, and
 * when the file has to grow. From then on it throws an {@link IllegalStateException} that says so;
 * what was read is right, and {@link Job#state} opens the next one. A snapshot of a directory that
 * no job has open, or of a savepoint, stays until it is closed.
 *
 * <p>Of an aggregation the value is the result so far, of a process step its state. Of a window
 * step there is a value per key and window; of a sliding one a value per slice, the parts that
 * windows are put together from. What has outlived its time to live in event time is not shown;
 * with one by the clock it may be, until it is removed. Used by one thread at a time.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface StateSnapshot<K, V> extends AutoCloseable {

  /**
   * A key and its value.
   *
   * @param key the key
   * @param window the window it belongs to, or the slice; empty for a step without windows
   * @param value the value
   * @param <K> the key
   * @param <V> the value
   */
  record Entry<K, V>(K key, Optional<TimeWindow> window, V value) {}

  /** The checkpoint. */
  long epoch();

  /**
   * The value of a key, for a step without windows in event time.
   *
   * @throws IllegalStateException for a step that has them
   */
  Optional<V> get(K key);

  /**
   * The value of a key in a window; of a sliding window put together from its slices. Empty for a
   * window that is over, its allowed lateness included, and for a span that is no window.
   *
   * @throws IllegalStateException for a step without windows in event time
   */
  Optional<V> get(K key, TimeWindow window);

  /** All entries, in no particular order, read as they are asked for. */
  Stream<Entry<K, V>> entries();

  /** Lets go of the checkpoint. */
  @Override
  void close();
}
