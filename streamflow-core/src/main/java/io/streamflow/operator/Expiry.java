package io.streamflow.operator;

import io.streamflow.state.Aged;
import io.streamflow.state.ExpiringState;
import io.streamflow.state.KeyedState;
import io.streamflow.time.Clock;
import io.streamflow.time.TimeToLive;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The time to live of one step's state on one subtask: wraps the state, and tells it the time. Used
 * by the subtask's task only.
 */
final class Expiry {
  private final boolean eventTime;
  private final long lifeMillis;
  private final Clock clock;
  private long watermark;
  private @Nullable ExpiringState<?, ?> state;

  Expiry(TimeToLive timeToLive, Clock clock, long watermark) {
    this.eventTime = timeToLive.kind() == TimeToLive.Kind.EVENT_TIME;
    this.lifeMillis = Timestamps.span(timeToLive.duration().toMillis());
    this.clock = clock;
    this.watermark = watermark;
  }

  /** A step's state, kept so that it expires. */
  <K, V> KeyedState<K, V> over(TaskContext context, String step, String name) {
    KeyedState<K, Aged<V>> values = context.state.keyed(step, name);
    ExpiringState<K, V> made =
        new ExpiringState<>(values, context.state.paned(step, StepStates.EXPIRY), lifeMillis);
    state = made;
    return made;
  }

  private ExpiringState<?, ?> state() {
    return Objects.requireNonNull(state, "the step asks for its state when it opens");
  }

  /** An item of this time is at hand. */
  void item(long timestamp) {
    state().at(eventTime ? Math.max(timestamp, watermark) : clock.millis());
  }

  /**
   * A timer for this time is at hand: one of event time sees the state as it was then, however far
   * the watermark has come.
   */
  void timer(long time, boolean processingTime) {
    state().at(!eventTime ? clock.millis() : processingTime ? watermark : time);
  }

  /** The watermark has come to {@code now}. */
  void advance(long now) {
    if (eventTime && now > watermark) {
      // What has expired since may still be asked for by timers that are due before that.
      long before = watermark;
      watermark = now;
      state().removeExpired(before);
      state().at(now);
    }
  }

  /** When {@link #processingTime} is to be called. */
  long nextProcessingTime() {
    return eventTime ? Long.MAX_VALUE : state().nextDeadline();
  }

  /** The job's clock has come to {@code now}. */
  void processingTime(long now) {
    state().removeExpired(now);
    state().at(now);
  }
}
