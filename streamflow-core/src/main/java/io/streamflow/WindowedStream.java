package io.streamflow;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.plan.Node;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A keyed stream cut into windows, waiting to be aggregated. A window is emitted when the watermark
 * reaches its end, and at the end of the input.
 *
 * @param <K> the key
 * @param <T> the items
 */
public final class WindowedStream<K, T> {
  private final KeyedStream<K, T> keyed;
  private final Node.WindowSpec spec;

  WindowedStream(KeyedStream<K, T> keyed, Windows windows) {
    this(keyed, new Node.WindowSpec(Objects.requireNonNull(windows), 0, Optional.empty()));
  }

  private WindowedStream(KeyedStream<K, T> keyed, Node.WindowSpec spec) {
    this.keyed = keyed;
    this.spec = spec;
  }

  /**
   * Keeps windows for this long after their end, in event time. Each item that comes within it
   * makes its window emit again, with {@link io.streamflow.window.Pane#LATE}; only items that come
   * later still are late. Means nothing for count and global windows.
   *
   * @throws IllegalArgumentException when {@code lateness} is negative
   */
  public WindowedStream<K, T> allowedLateness(Duration lateness) {
    if (lateness.isNegative()) {
      throw new IllegalArgumentException("allowed lateness must not be negative: " + lateness);
    }
    return new WindowedStream<>(
        keyed, new Node.WindowSpec(spec.windows(), lateness.toMillis(), spec.earlyMillis()));
  }

  /**
   * Shows the result of open windows each time the watermark passes a multiple of {@code interval},
   * for keys that have changed since, with {@link io.streamflow.window.Pane#EARLY}. Event time, not
   * the wall clock, so that a replay shows the same.
   *
   * @throws IllegalArgumentException when {@code interval} is under one millisecond
   */
  public WindowedStream<K, T> earlyEvery(Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("early interval must be at least 1 ms: " + interval);
    }
    return new WindowedStream<>(
        keyed,
        new Node.WindowSpec(
            spec.windows(), spec.latenessMillis(), Optional.of(interval.toMillis())));
  }

  /** Aggregates the items of each key and window. The name is how state is found again. */
  public <R> WindowedResults<K, T, R> aggregate(
      String name, Aggregator<? super T, ?, ? extends R> aggregator) {
    return this.<R>aggregate(aggregator).named(name);
  }

  /** The same, without a name; a durable job asks for one. */
  @SuppressWarnings("unchecked") // the plan keeps functions as taking objects
  public <R> WindowedResults<K, T, R> aggregate(Aggregator<? super T, ?, ? extends R> aggregator) {
    Objects.requireNonNull(aggregator, "aggregator");
    return new WindowedResults<>(
        new Node.Windowed(
            keyed.node(),
            spec,
            (Aggregator<Object, Object, Object>) aggregator,
            keyed.stateful("window")));
  }
}
