package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.plan.Node;
import io.streamflow.state.Aged;
import io.streamflow.state.Pairs;
import io.streamflow.state.StoredEntries;
import io.streamflow.state.StoredState;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a step's stored state means to its user: results instead of accumulators, windows instead of
 * panes. Used by one thread at a time.
 */
public abstract class StepReading {

  /**
   * A result.
   *
   * @param key its key
   * @param window the window or slice it belongs to, in a step that has them
   * @param value it
   */
  public record Result(Object key, Optional<TimeWindow> window, Object value) {}

  private StepReading() {}

  /**
   * A reading of a step's state.
   *
   * @param states how each state of the step is stored, by its name
   * @param watermark how far event time had come in the step, or {@link Timestamps#NONE}
   */
  @SuppressWarnings("unchecked") // the codecs are of the step's own types
  public static StepReading of(
      String name,
      Node.Keyed step,
      Pairs pairs,
      Function<String, StoredState<?, ?>> states,
      long watermark) {
    Predicate<Object> expired = expired(step, watermark);
    return switch (step) {
      case Node.Rolling rolling ->
          new Single(
              entries(name, StepStates.ACCUMULATORS, pairs, states, false),
              expired,
              accumulator -> rolling.aggregator().finish(accumulator));
      case Node.KeyedProcess _ ->
          new Single(
              entries(name, StepStates.STATE, pairs, states, false), expired, state -> state);
      case Node.Windowed windowed ->
          switch (windowed.spec().windows()) {
            case Windows.Tumbling w ->
                new Sliced(
                    entries(name, StepStates.SLICES, pairs, states, true),
                    windowed,
                    WindowGrid.of(w.sizeMillis(), w.sizeMillis(), w.offsetMillis()),
                    watermark);
            case Windows.Sliding w ->
                new Sliced(
                    entries(name, StepStates.SLICES, pairs, states, true),
                    windowed,
                    WindowGrid.of(w.sizeMillis(), w.slideMillis(), w.offsetMillis()),
                    watermark);
            case Windows.Session _ ->
                new InSessions(
                    entries(name, StepStates.SESSIONS, pairs, states, false),
                    windowed.aggregator());
            case Windows.Count _, Windows.Global _ ->
                new Single(
                    entries(name, StepStates.PANES, pairs, states, false),
                    expired,
                    pane -> windowed.aggregator().finish(((CountPane) pane).accumulator));
          };
    };
  }

  /** Tells the values whose time to live in event time is over, removed or not. */
  private static Predicate<Object> expired(Node.Keyed step, long watermark) {
    return step.step()
        .timeToLive()
        .filter(life -> life.kind() == TimeToLive.Kind.EVENT_TIME && watermark != Timestamps.NONE)
        .map(life -> Timestamps.span(life.duration().toMillis()))
        .<Predicate<Object>>map(life ->
            stored -> stored instanceof Aged<?> aged && aged.expiryMillis(life) <= watermark)
        .orElse(_ -> false);
  }

  @SuppressWarnings("unchecked") // the codecs are of the step's own types
  private static StoredEntries<Object, Object> entries(
      String step,
      String state,
      Pairs pairs,
      Function<String, StoredState<?, ?>> states,
      boolean paned) {
    return new StoredEntries<>(
        pairs, step, state, (StoredState<Object, Object>) states.apply(state), paned);
  }

  /**
   * The result of a key.
   *
   * @throws IllegalStateException for a step with windows in event time
   */
  public abstract Optional<Object> get(Object key);

  /**
   * The result of a key in a window.
   *
   * @throws IllegalStateException for a step without windows in event time
   */
  public abstract Optional<Object> get(Object key, TimeWindow window);

  /** All results, read as they are asked for. */
  public abstract Stream<Result> all();

  private static Stream<StoredEntries.Stored<Object, Object>> stream(
      StoredEntries<Object, Object> entries) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            entries.all(), Spliterator.NONNULL | Spliterator.DISTINCT),
        false);
  }

  private static Object finished(
      Aggregator<Object, Object, Object> aggregator, Object accumulator) {
    return called("the aggregator has no result", () -> aggregator.finish(accumulator));
  }

  /** What the user's aggregator says, whose failure is not one of the store. */
  private static Object called(String failure, Callable<Object> aggregator) {
    try {
      return aggregator.call();
    } catch (Exception e) {
      throw new IllegalStateException(failure + ": " + e, e);
    }
  }

  private interface Meaning {
    Object of(Object stored) throws Exception;
  }

  /** One value per key. */
  private static final class Single extends StepReading {
    private final StoredEntries<Object, Object> entries;
    private final Predicate<Object> expired;
    private final Meaning meaning;

    Single(StoredEntries<Object, Object> entries, Predicate<Object> expired, Meaning meaning) {
      this.entries = entries;
      this.expired = expired;
      this.meaning = meaning;
    }

    private Object meant(Object stored) {
      return called(
          "the aggregator has no result",
          () -> meaning.of(stored instanceof Aged<?> aged ? aged.value() : stored));
    }

    @Override
    public Optional<Object> get(Object key) {
      return entries.get(key).filter(expired.negate()).map(this::meant);
    }

    @Override
    public Optional<Object> get(Object key, TimeWindow window) {
      throw new IllegalStateException(
          "the step has no windows in event time: ask for the key alone");
    }

    @Override
    public Stream<Result> all() {
      return stream(entries)
          .filter(stored -> !expired.test(stored.value()))
          .map(stored -> new Result(stored.key(), Optional.empty(), meant(stored.value())));
    }
  }

  /** Tumbling and sliding windows. */
  private static final class Sliced extends StepReading {
    private final StoredEntries<Object, Object> entries;
    private final Aggregator<Object, Object, Object> aggregator;
    private final WindowGrid grid;
    private final long latenessMillis;
    private final long watermark;

    Sliced(
        StoredEntries<Object, Object> entries,
        Node.Windowed windowed,
        WindowGrid grid,
        long watermark) {
      this.entries = entries;
      this.aggregator = windowed.aggregator();
      this.grid = grid;
      this.latenessMillis = Timestamps.span(windowed.spec().latenessMillis());
      this.watermark = watermark;
    }

    /** Whether it is a window of the step, of which every slice is still there. */
    private boolean isWhole(TimeWindow window) {
      long end = window.endMillis();
      return window.startMillis() == end - grid.size()
          && grid.endAfter(end - 1) == end
          && end + latenessMillis > watermark;
    }

    @Override
    public Optional<Object> get(Object key) {
      throw windowWanted();
    }

    @Override
    public Optional<Object> get(Object key, TimeWindow window) {
      if (!isWhole(window)) {
        return Optional.empty();
      }
      @Nullable Object merged = null;
      for (long end = grid.sliceEnd(window.startMillis());
          end <= window.endMillis();
          end += grid.slice()) {
        Optional<Object> slice = entries.get(end, key);
        if (slice.isPresent()) {
          Object before = merged;
          merged =
              called(
                  "the slices cannot be merged",
                  () ->
                      aggregator.merge(before == null ? aggregator.create() : before, slice.get()));
        }
      }
      return merged == null ? Optional.empty() : Optional.of(finished(aggregator, merged));
    }

    @Override
    public Stream<Result> all() {
      return stream(entries)
          .map(stored ->
              new Result(
                  stored.key(),
                  Optional.of(new TimeWindow(stored.pane() - grid.slice(), stored.pane())),
                  finished(aggregator, stored.value())));
    }
  }

  /** Sessions. */
  private static final class InSessions extends StepReading {
    private final StoredEntries<Object, Object> entries;
    private final Aggregator<Object, Object, Object> aggregator;

    InSessions(
        StoredEntries<Object, Object> entries, Aggregator<Object, Object, Object> aggregator) {
      this.entries = entries;
      this.aggregator = aggregator;
    }

    @Override
    public Optional<Object> get(Object key) {
      throw windowWanted();
    }

    @Override
    public Optional<Object> get(Object key, TimeWindow window) {
      return entries.get(key).stream()
          .flatMap(sessions -> results(key, sessions))
          .filter(result -> Objects.equals(result.window().orElse(null), window))
          .map(Result::value)
          .findFirst();
    }

    @Override
    public Stream<Result> all() {
      return stream(entries).flatMap(stored -> results(stored.key(), stored.value()));
    }

    private Stream<Result> results(Object key, Object stored) {
      KeySessions sessions = (KeySessions) stored;
      List<Result> results = new ArrayList<>();
      for (int i = 0; i < sessions.size(); i++) {
        Session session = sessions.get(i);
        results.add(
            new Result(
                key,
                Optional.of(new TimeWindow(session.start(), session.end())),
                finished(aggregator, session.accumulator())));
      }
      return results.stream();
    }
  }

  private static IllegalStateException windowWanted() {
    return new IllegalStateException(
        "the step has windows in event time: ask for the key in a window, or for all entries");
  }
}
