package io.streamflow.function;

import java.time.Instant;
import java.util.Optional;

/**
 * What a {@link ProcessFunction} may do during one call. Valid only during that call, on its
 * thread.
 *
 * @param <K> the key
 * @param <S> the state of one key
 * @param <M> what a timer carries
 * @param <R> the results
 */
public interface ProcessContext<K, S, M, R> {

  /** The key of the item or timer at hand. */
  K key();

  /** Event time of the item, or the time for which the timer was set; empty without event time. */
  Optional<Instant> timestamp();

  /** The step's watermark: no item before this time is expected. Empty before the first one. */
  Optional<Instant> watermark();

  /** The clock of the job: wall time, or a test's manual clock. */
  Instant processingTime();

  /**
   * Emits a result with the timestamp of the item or timer at hand; from a processing-time timer,
   * with the step's watermark where there is one, so that it is not late.
   */
  void emit(R result);

  /** Emits a result with a timestamp of its own. */
  void emit(R result, Instant timestamp);

  /**
   * Calls {@link ProcessFunction#onTimer} once the watermark has reached {@code at}. A timer with
   * an equal value is moved. At the end of the input all timers fire, in the order of their times.
   */
  void onEventTime(Instant at, M timer);

  /**
   * Calls {@link ProcessFunction#onTimer} once the job's clock has reached {@code at}. A timer with
   * an equal value is moved. At the end of the input all timers fire, in the order of their times.
   */
  void onProcessingTime(Instant at, M timer);

  /** Takes back the timer with this value, of either kind; does nothing when there is none. */
  void cancelTimer(M timer);

  /**
   * Forgets the key: its state and all its timers. Returns the initial state, so that a function
   * can end with {@code return context.clear()}.
   */
  S clear() throws Exception;
}
