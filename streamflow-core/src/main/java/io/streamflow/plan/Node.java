package io.streamflow.plan;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.FilterFunction;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.function.KeyFunction;
import io.streamflow.function.MapFunction;
import io.streamflow.function.ProcessFunction;
import io.streamflow.function.TimestampMillisFunction;
import io.streamflow.spi.Codec;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.util.List;
import java.util.Optional;

/**
 * One step of the logical graph, pointing upstream. Nodes are compared by identity: two equal calls
 * make two steps. Types were checked by the DSL, so functions are kept here as taking objects.
 */
public sealed interface Node {

  /** What the user said of this step. */
  Step step();

  /** The steps whose output this one takes, in order. */
  List<Node> upstreams();

  /** The same step with something else said of it. */
  Node with(Step step);

  /** Reads a source. */
  record Source(io.streamflow.spi.Source<?> source, Step step) implements Node {
    @Override
    public List<Node> upstreams() {
      return List.of();
    }

    @Override
    public Node with(Step changed) {
      return new Source(source, changed);
    }
  }

  /** A step with one input. */
  sealed interface Unary extends Node {
    /** The step whose output this one takes. */
    Node upstream();

    @Override
    default List<Node> upstreams() {
      return List.of(upstream());
    }
  }

  /**
   * Gives items their timestamps and makes watermarks; without a function the source's timestamps
   * are kept.
   */
  record AssignEventTime(
      Node upstream,
      Optional<TimestampMillisFunction<Object>> timestamp,
      EventTime strategy,
      Step step)
      implements Unary {
    @Override
    public Node with(Step changed) {
      return new AssignEventTime(upstream, timestamp, strategy, changed);
    }
  }

  /** One item in, one item out. */
  record Map(Node upstream, MapFunction<Object, Object> function, Step step) implements Unary {
    @Override
    public Node with(Step changed) {
      return new Map(upstream, function, changed);
    }
  }

  /** Keeps some items. */
  record Filter(Node upstream, FilterFunction<Object> predicate, Step step) implements Unary {
    @Override
    public Node with(Step changed) {
      return new Filter(upstream, predicate, changed);
    }
  }

  /** One item in, any number out. */
  record FlatMap(Node upstream, FlatMapFunction<Object, Object> function, Step step)
      implements Unary {
    @Override
    public Node with(Step changed) {
      return new FlatMap(upstream, function, changed);
    }
  }

  /** Lets items pass no faster than a token bucket allows, over all subtasks together. */
  record LimitRate(Node upstream, double perSecond, long burst, Step step) implements Unary {
    @Override
    public Node with(Step changed) {
      return new LimitRate(upstream, perSecond, burst, changed);
    }
  }

  /** Several streams as one. */
  record Merge(List<Node> upstreams, Step step) implements Node {
    /** Keeps its own copy. */
    public Merge {
      upstreams = List.copyOf(upstreams);
    }

    @Override
    public Node with(Step changed) {
      return new Merge(upstreams, changed);
    }
  }

  /** Says what the key is; the step after it owns the keys. */
  record KeyBy(
      Node upstream, KeyFunction<Object, Object> key, Optional<Codec<?>> keyCodec, Step step)
      implements Unary {
    @Override
    public Node with(Step changed) {
      return new KeyBy(upstream, key, keyCodec, changed);
    }
  }

  /** A step with state per key; its upstream is a {@link KeyBy}. */
  sealed interface Keyed extends Unary {
    @Override
    KeyBy upstream();
  }

  /** Aggregates per key and emits each update, with its key or alone. */
  record Rolling(
      KeyBy upstream, Aggregator<Object, Object, Object> aggregator, boolean withKey, Step step)
      implements Keyed {
    @Override
    public Node with(Step changed) {
      return new Rolling(upstream, aggregator, withKey, changed);
    }
  }

  /** Aggregates per key and window. */
  record Windowed(
      KeyBy upstream, WindowSpec spec, Aggregator<Object, Object, Object> aggregator, Step step)
      implements Keyed {
    @Override
    public Node with(Step changed) {
      return new Windowed(upstream, spec, aggregator, changed);
    }
  }

  /** The items that came too late for {@link #upstream}. */
  record Late(Windowed upstream, Step step) implements Unary {
    @Override
    public Node with(Step changed) {
      return new Late(upstream, changed);
    }
  }

  /**
   * A user's function with state and timers per key. The codecs are there where the user gave them.
   */
  record KeyedProcess(
      KeyBy upstream,
      ProcessFunction<Object, Object, Object, Object, Object> function,
      Optional<Codec<?>> stateCodec,
      Optional<Codec<?>> timerCodec,
      Step step)
      implements Keyed {
    @Override
    public Node with(Step changed) {
      return new KeyedProcess(upstream, function, stateCodec, timerCodec, changed);
    }
  }

  /** Writes to a sink. */
  record Sink(Node upstream, io.streamflow.spi.Sink<Object> sink, Step step) implements Unary {
    @Override
    public Node with(Step changed) {
      return new Sink(upstream, sink, changed);
    }
  }

  /**
   * How a windowed step cuts and when it emits.
   *
   * @param windows how items fall into windows
   * @param latenessMillis how long after its end a window still takes items
   * @param earlyMillis how often, in event time, a window that is still open shows its result
   */
  record WindowSpec(Windows windows, long latenessMillis, Optional<Long> earlyMillis) {
    /** Whether the windows lie in event time, and so need it. */
    public boolean needsEventTime() {
      return switch (windows) {
        case Windows.Tumbling _, Windows.Sliding _, Windows.Session _ -> true;
        case Windows.Count _, Windows.Global _ -> earlyMillis.isPresent();
      };
    }
  }
}
