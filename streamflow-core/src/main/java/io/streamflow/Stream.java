package io.streamflow;

import io.streamflow.function.Action;
import io.streamflow.function.FilterFunction;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.function.KeyFunction;
import io.streamflow.function.MapFunction;
import io.streamflow.function.TimestampFunction;
import io.streamflow.function.TimestampMillisFunction;
import io.streamflow.job.OnError;
import io.streamflow.plan.Elements;
import io.streamflow.plan.Node;
import io.streamflow.plan.Peek;
import io.streamflow.plan.Step;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Sink;
import io.streamflow.spi.Source;
import io.streamflow.time.EventTime;
import io.streamflow.window.WholeStream;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A description of items flowing. Immutable: every call returns a new stream and leaves this one as
 * it was, so one stream can be used several times. Nothing runs until a {@link Pipeline} is
 * started.
 *
 * <p>Items, keys and results are never null and are treated as immutable.
 *
 * @param <T> the items
 */
public sealed class Stream<T> permits WindowedResults {
  private final Node node;

  Stream(Node node) {
    this.node = node;
  }

  Node node() {
    return node;
  }

  /** The items of a source. */
  public static <T> Stream<T> from(Source<T> source) {
    return new Stream<>(
        new Node.Source(Objects.requireNonNull(source, "source"), Step.of("source")));
  }

  /** Each item turned into another. */
  @SuppressWarnings(
      "unchecked") // the plan keeps functions as taking objects; types are checked here
  public <R> Stream<R> map(MapFunction<? super T, ? extends R> function) {
    Objects.requireNonNull(function, "function");
    return new Stream<>(new Node.Map(node, (MapFunction<Object, Object>) function, Step.of("map")));
  }

  /** The items for which {@code predicate} is true. */
  @SuppressWarnings("unchecked") // as in map
  public Stream<T> filter(FilterFunction<? super T> predicate) {
    Objects.requireNonNull(predicate, "predicate");
    return new Stream<>(
        new Node.Filter(node, (FilterFunction<Object>) predicate, Step.of("filter")));
  }

  /** Each item turned into any number of results, given to the emitter one by one. */
  @SuppressWarnings("unchecked") // as in map
  public <R> Stream<R> flatMap(FlatMapFunction<? super T, R> function) {
    Objects.requireNonNull(function, "function");
    return new Stream<>(
        new Node.FlatMap(node, (FlatMapFunction<Object, Object>) function, Step.of("flatMap")));
  }

  /** Each item turned into the elements of what {@code function} returns. */
  public <R> Stream<R> flatMap(MapFunction<? super T, ? extends Iterable<? extends R>> function) {
    Objects.requireNonNull(function, "function");
    return flatMap(new Elements<T, R>(function));
  }

  /** The same items, each shown to {@code action} on its way. */
  public Stream<T> peek(Action<? super T> action) {
    Objects.requireNonNull(action, "action");
    return this.<T>map(new Peek<T>(action)).with(Step.of("peek"));
  }

  /** The items of this stream and of others, as they come. */
  @SafeVarargs
  public final Stream<T> merge(Stream<? extends T>... others) {
    List<Node> all = new ArrayList<>(List.of(node));
    for (Stream<? extends T> other : others) {
      all.add(other.node());
    }
    return new Stream<>(new Node.Merge(all, Step.of("merge")));
  }

  /**
   * Gives each item its event time, and watermarks by {@code eventTime}. Belongs right after the
   * source, since each source partition has a watermark of its own.
   */
  public Stream<T> withEventTime(TimestampFunction<? super T> timestamp, EventTime eventTime) {
    Objects.requireNonNull(timestamp, "timestamp");
    return withEventTimeMillis(
        value ->
            Objects.requireNonNull(timestamp.timeOf(value), "the timestamp function returned null")
                .toEpochMilli(),
        eventTime);
  }

  /** The same, with timestamps in milliseconds since the epoch. */
  @SuppressWarnings("unchecked") // as in map
  public Stream<T> withEventTimeMillis(
      TimestampMillisFunction<? super T> timestamp, EventTime eventTime) {
    Objects.requireNonNull(timestamp, "timestamp");
    return eventTime(Optional.of((TimestampMillisFunction<Object>) timestamp), eventTime);
  }

  /** Watermarks by {@code eventTime} from the timestamps that the source itself gives. */
  public Stream<T> withEventTime(EventTime eventTime) {
    return eventTime(Optional.empty(), eventTime);
  }

  private Stream<T> eventTime(
      Optional<TimestampMillisFunction<Object>> timestamp, EventTime eventTime) {
    Objects.requireNonNull(eventTime, "eventTime");
    return new Stream<>(
        new Node.AssignEventTime(node, timestamp, eventTime, Step.of("withEventTime")));
  }

  /**
   * The same items, dealt by key. The key's type is taken from the lambda; where that cannot be,
   * the other {@code keyBy} takes a codec.
   */
  public <K> KeyedStream<K, T> keyBy(KeyFunction<? super T, ? extends K> key) {
    return keyed(key, Optional.empty());
  }

  /**
   * The same items, dealt by key, with the key's codec: {@code keyBy(..., Codecs.of(Id.class))}.
   */
  public <K> KeyedStream<K, T> keyBy(KeyFunction<? super T, ? extends K> key, Codec<K> codec) {
    return keyed(key, Optional.of(codec));
  }

  @SuppressWarnings("unchecked") // as in map
  private <K> KeyedStream<K, T> keyed(
      KeyFunction<? super T, ? extends K> key, Optional<Codec<?>> codec) {
    Objects.requireNonNull(key, "key");
    return new KeyedStream<>(
        new Node.KeyBy(node, (KeyFunction<Object, Object>) key, codec, Step.of("keyBy")));
  }

  /**
   * The items without those whose key another item had within {@code horizon} before or after it in
   * event time; where items have no timestamps, by the job's clock. Of duplicates the one that
   * comes first passes. Each key costs a state and a timer until the horizon has passed.
   *
   * @throws IllegalArgumentException when {@code horizon} is not positive
   */
  public <K> Stream<T> dedupe(
      String name, KeyFunction<? super T, ? extends K> key, Duration horizon) {
    return dedupe(name, this.<K>keyBy(key), horizon);
  }

  /** The same, with the key's codec where its type cannot be told from the lambda. */
  public <K> Stream<T> dedupe(
      String name, KeyFunction<? super T, ? extends K> key, Codec<K> codec, Duration horizon) {
    return dedupe(name, keyBy(key, codec), horizon);
  }

  private static <K, T> Stream<T> dedupe(String name, KeyedStream<K, T> keyed, Duration horizon) {
    if (horizon.toMillis() < 1) {
      throw new IllegalArgumentException("dedupe horizon must be at least 1 ms, but is " + horizon);
    }
    return keyed.process(name, new Deduplication<K, T>(horizon));
  }

  /** Windows over all items together; the step after it has one subtask. */
  public WindowedStream<WholeStream, T> window(Windows windows) {
    KeyFunction<T, WholeStream> all = _ -> WholeStream.ALL;
    return keyBy(all).single().window(windows);
  }

  /**
   * Lets items pass no faster than {@code perSecond}, over all subtasks together, but up to {@code
   * burst} at once after a pause (a token bucket). Best placed right after the source.
   *
   * @throws IllegalArgumentException when a value is not positive
   */
  public Stream<T> limitRate(double perSecond, long burst) {
    if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
      throw new IllegalArgumentException("rate per second must be positive, but is " + perSecond);
    }
    if (burst < 1) {
      throw new IllegalArgumentException("burst must be at least 1, but is " + burst);
    }
    return new Stream<>(new Node.LimitRate(node, perSecond, burst, Step.of("limitRate")));
  }

  /** Hands this stream to a function: the way to add operators of your own. */
  public <R> R via(Function<? super Stream<T>, ? extends R> operator) {
    return operator.apply(this);
  }

  /** Names the last step; state is found again by this name, and errors and metrics show it. */
  public Stream<T> named(String name) {
    return with(node.step().named(Names.checked(name)));
  }

  /** Gives the last step this many subtasks, and the stateless ones after it. */
  public Stream<T> parallelism(int subtasks) {
    return with(node.step().parallelism(subtasks));
  }

  /** Says what the last step does with items on which it fails. */
  public Stream<T> onError(OnError policy) {
    return with(node.step().onError(Objects.requireNonNull(policy, "policy")));
  }

  /**
   * Says how the items of the last step are turned into bytes. Needed only where a durable step
   * after it keeps items and their type cannot be told, as with a {@code flatMap} or a lambda that
   * gives a list: {@code flatMap(...).withCodec(Codecs.of(Line.class))}. A step that gives on the
   * items it takes, such as {@code filter}, needs none of its own.
   */
  public Stream<T> withCodec(Codec<T> codec) {
    return with(node.step().itemCodec(Objects.requireNonNull(codec, "codec")));
  }

  /** Ends the stream in a sink. */
  public Pipeline to(Sink<? super T> sink) {
    return end(sink, Step.of("sink"));
  }

  /** Ends the stream in a sink, with a name for the step. */
  public Pipeline to(String name, Sink<? super T> sink) {
    return end(sink, Step.of("sink").named(Names.checked(name)));
  }

  @SuppressWarnings("unchecked") // as in map
  private Pipeline end(Sink<? super T> sink, Step step) {
    Objects.requireNonNull(sink, "sink");
    return new Pipeline(List.of(new Node.Sink(node, (Sink<Object>) sink, step)));
  }

  private Stream<T> with(Step step) {
    return new Stream<>(node.with(step));
  }
}
