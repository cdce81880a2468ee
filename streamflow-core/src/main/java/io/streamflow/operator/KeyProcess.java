package io.streamflow.operator;

import io.streamflow.function.ProcessContext;
import io.streamflow.function.ProcessFunction;
import io.streamflow.state.KeyedState;
import io.streamflow.state.Timers;
import io.streamflow.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of a process step: calls the user's function and is the context it sees. What a call
 * does to timers and output takes effect when it returns, so that a failed call leaves nothing
 * behind.
 */
final class KeyProcess implements ProcessContext<Object, Object, Object, Object> {
  final Timers<Object, Object> eventTimers;
  final Timers<Object, Object> processingTimers;
  final List<Object> results = new ArrayList<>();
  final List<Long> timestamps = new ArrayList<>();
  long watermark;

  /** The input has ended: pending timers fire, new ones are not taken. */
  boolean ending;

  /** A timer is at hand, not an item. */
  boolean firing;

  /** It is a processing-time timer. */
  boolean firingProcessingTime;

  private final ProcessFunction<Object, Object, Object, Object, Object> function;
  private final Clock clock;
  private final KeyedState<Object, Object> state;
  private final @Nullable Expiry expiry;
  private final List<Runnable> timerChanges = new ArrayList<>();
  private @Nullable Object key;
  private long timestamp = Timestamps.NONE;

  /** The timestamp of results that say none. */
  private long emitAt = Timestamps.NONE;

  /** {@link #clear} was called during this call. */
  private boolean cleared;

  KeyProcess(
      ProcessFunction<Object, Object, Object, Object, Object> function,
      Clock clock,
      KeyedState<Object, Object> state,
      Timers<Object, Object> eventTimers,
      Timers<Object, Object> processingTimers,
      long watermark,
      @Nullable Expiry expiry) {
    this.expiry = expiry;
    this.function = function;
    this.clock = clock;
    this.state = state;
    this.eventTimers = eventTimers;
    this.processingTimers = processingTimers;
    this.watermark = watermark;
  }

  void onItem(Object itemKey, Object item, long itemTimestamp) throws Exception {
    begin(itemKey, itemTimestamp);
    finish(function.onItem(item, current(), this));
  }

  void onTimer(Timers.Timer<?, ?> timer) throws Exception {
    begin(timer.key(), timer.time());
    if (expiry != null) {
      expiry.timer(timer.time(), firingProcessingTime);
    }
    emitAt = firingProcessingTime && watermark != Timestamps.NONE ? watermark : timer.time();
    finish(function.onTimer(timer.message(), current(), this));
  }

  private void begin(Object newKey, long newTimestamp) {
    key = newKey;
    timestamp = newTimestamp;
    emitAt = newTimestamp;
    cleared = false;
    results.clear();
    timestamps.clear();
    timerChanges.clear();
  }

  private Object current() throws Exception {
    Object value = state.get(key());
    return value == null ? function.initial(key()) : value;
  }

  private void finish(@Nullable Object next) throws Exception {
    if (next == null) {
      throw new NullPointerException(
          "the process function returned null as the next state; end with context.clear() to forget"
              + " the key");
    }
    timerChanges.forEach(Runnable::run);
    // A function that clears and then returns another state than the initial one begins anew.
    if (cleared && next.equals(function.initial(key()))) {
      state.remove(key());
    } else {
      state.set(state.slot(key()), next);
    }
  }

  @Override
  public Object key() {
    return Objects.requireNonNull(key);
  }

  @Override
  public Optional<Instant> timestamp() {
    return instant(timestamp);
  }

  @Override
  public Optional<Instant> watermark() {
    return instant(watermark);
  }

  private static Optional<Instant> instant(long millis) {
    return millis == Timestamps.NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public Instant processingTime() {
    return Instant.ofEpochMilli(clock.millis());
  }

  @Override
  public void emit(Object result) {
    emitAt(result, emitAt);
  }

  @Override
  public void emit(Object result, Instant at) {
    emitAt(result, at.toEpochMilli());
  }

  private void emitAt(Object result, long at) {
    results.add(Objects.requireNonNull(result, "emitted null"));
    timestamps.add(at);
  }

  @Override
  public void onEventTime(Instant at, Object timer) {
    set(eventTimers, processingTimers, timer, at.toEpochMilli());
  }

  @Override
  public void onProcessingTime(Instant at, Object timer) {
    set(processingTimers, eventTimers, timer, at.toEpochMilli());
  }

  private void set(
      Timers<Object, Object> kind, Timers<Object, Object> other, Object timer, long at) {
    Objects.requireNonNull(timer, "timer");
    Object owner = key();
    if (!ending) {
      timerChanges.add(() -> {
        other.cancel(owner, timer);
        kind.set(owner, timer, at);
      });
    }
  }

  @Override
  public void cancelTimer(Object timer) {
    Object owner = key();
    timerChanges.add(() -> {
      eventTimers.cancel(owner, timer);
      processingTimers.cancel(owner, timer);
    });
  }

  @Override
  public Object clear() throws Exception {
    Object owner = key();
    timerChanges.clear();
    timerChanges.add(() -> {
      eventTimers.cancelAll(owner);
      processingTimers.cancelAll(owner);
    });
    cleared = true;
    return function.initial(owner);
  }
}
