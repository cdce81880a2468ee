package io.streamflow;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.function.ProcessFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.plan.Node;
import io.streamflow.plan.Step;
import io.streamflow.spi.Codec;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.Windows;
import java.util.Objects;
import java.util.Optional;

/**
 * A stream whose items are dealt by key: all items of a key meet the same state, in the order in
 * which they come.
 *
 * @param <K> the key
 * @param <T> the items
 */
public final class KeyedStream<K, T> {
  private final Node.KeyBy node;
  private final boolean single;
  private final Optional<TimeToLive> timeToLive;

  KeyedStream(Node.KeyBy node) {
    this(node, false, Optional.empty());
  }

  private KeyedStream(Node.KeyBy node, boolean single, Optional<TimeToLive> timeToLive) {
    this.node = node;
    this.single = single;
    this.timeToLive = timeToLive;
  }

  /** The same, but the stateful step gets one subtask: there is only one key. */
  KeyedStream<K, T> single() {
    return new KeyedStream<>(node, true, timeToLive);
  }

  /**
   * Forgets the state of a key that has not changed for some time, in the step that follows: a
   * rolling aggregate, {@code reduce}, {@code process}, or a count or global window. Timers of a
   * process step stay, and find the initial state. Windows in event time forget by themselves.
   */
  public KeyedStream<K, T> timeToLive(TimeToLive value) {
    return new KeyedStream<>(node, single, Optional.of(value));
  }

  /** Windows per key. */
  public WindowedStream<K, T> window(Windows windows) {
    return new WindowedStream<>(this, windows);
  }

  /** Combines all items of a key into one, and emits it each time it changes. */
  public Stream<T> reduce(String name, ReduceFunction<T> reducer) {
    return reduce(reducer).named(name);
  }

  /** The same, without a name; a durable job asks for one. */
  public Stream<T> reduce(ReduceFunction<T> reducer) {
    Objects.requireNonNull(reducer, "reducer");
    return rolling(Aggregators.reducing(reducer), false, "reduce");
  }

  /** Aggregates all items of a key, and emits the key's result each time it changes. */
  public <R> Stream<KeyedValue<K, R>> aggregate(
      String name, Aggregator<? super T, ?, ? extends R> aggregator) {
    return this.<R>aggregate(aggregator).named(name);
  }

  /** The same, without a name; a durable job asks for one. */
  public <R> Stream<KeyedValue<K, R>> aggregate(Aggregator<? super T, ?, ? extends R> aggregator) {
    return rolling(aggregator, true, "aggregate");
  }

  @SuppressWarnings("unchecked") // the plan keeps functions as taking objects
  private <R> Stream<R> rolling(
      Aggregator<? super T, ?, ?> aggregator, boolean withKey, String kind) {
    Objects.requireNonNull(aggregator, "aggregator");
    return new Stream<>(
        new Node.Rolling(
            node, (Aggregator<Object, Object, Object>) aggregator, withKey, stateful(kind)));
  }

  /**
   * A function with state and timers per key. A durable job takes the types of both from the class
   * that {@code function} is of; where it cannot, the other {@code process} takes their codecs.
   */
  public <S, M, R> Stream<R> process(
      String name, ProcessFunction<? super K, ? super T, S, M, R> function) {
    return process(name, function, Optional.empty(), Optional.empty());
  }

  /**
   * The same, with the codecs of the state and of what timers carry, for a durable job. The one of
   * timers must be fit for keys: two timers are the same when their values are equal.
   */
  public <S, M, R> Stream<R> process(
      String name,
      ProcessFunction<? super K, ? super T, S, M, R> function,
      Codec<S> state,
      Codec<M> timers) {
    return process(name, function, Optional.of(state), Optional.of(timers));
  }

  @SuppressWarnings("unchecked") // the plan keeps functions as taking objects
  private <R> Stream<R> process(
      String name,
      ProcessFunction<? super K, ? super T, ?, ?, R> function,
      Optional<Codec<?>> state,
      Optional<Codec<?>> timers) {
    return new Stream<>(
        new Node.KeyedProcess(
            node,
            (ProcessFunction<Object, Object, Object, Object, Object>)
                Objects.requireNonNull(function, "function"),
            state,
            timers,
            stateful("process").named(Names.checked(name))));
  }

  Node.KeyBy node() {
    return node;
  }

  Step stateful(String kind) {
    Step step = single ? Step.of(kind).parallelism(1) : Step.of(kind);
    return timeToLive.isPresent() ? step.timeToLive(timeToLive.get()) : step;
  }
}
