package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.LongAccumulator;
import io.streamflow.aggregate.LongAggregator;
import io.streamflow.plan.Node;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.state.AgedCodec;
import io.streamflow.state.GroupCodec;
import io.streamflow.state.KeyTimersCodec;
import io.streamflow.state.NumberForm;
import io.streamflow.state.Timers;
import io.streamflow.window.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states that the operator of a step asks its backend for. */
public final class StepStates {
  static final String ACCUMULATORS = "accumulators";
  static final String CHANGED = "changed";
  static final String DEADLINES = "deadlines";
  static final String EXPIRY = "expiry";
  static final String PANES = "panes";
  static final String SESSIONS = "sessions";
  static final String SLICES = "slices";
  static final String STATE = "state";

  /** Kinds of {@link Timers}. */
  static final String EVENT_TIME = "event-time";

  static final String PROCESSING_TIME = "processing-time";

  /** That accumulators are numbers, for steps whose aggregator is a {@link LongAggregator}. */
  static final NumberForm<Object> NUMBERS =
      NumberForm.one(LongAccumulator::new, number -> ((LongAccumulator) number).value());

  private static final Codec<Boolean> MARKER = Codecs.of(Boolean.class);
  private static final Codec<Long> NUMBER = Codecs.of(Long.class);

  /**
   * A state.
   *
   * @param name its name within the step
   * @param key the codec of its keys
   * @param value the codec of its values
   */
  public record StepState(String name, Codec<?> key, Codec<?> value) {}

  private StepStates() {}

  /** An aggregator whose accumulators are {@link #NUMBERS}; null for any other. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // the step's own types, which the plan has forgotten
  static @Nullable LongAggregator<Object> asNumbers(Aggregator<?, ?, ?> aggregator) {
    return aggregator instanceof LongAggregator numbers ? numbers : null;
  }

  /**
   * The states of a step.
   *
   * @param step the step
   * @param key the codec of the step's keys
   * @param value the codec of what it keeps per key: its aggregator's accumulators, or the state of
   *     its process function
   * @param timer the codec of what timers carry; asked for only where the step can have timers
   */
  public static List<StepState> of(
      Node.Keyed step, Codec<?> key, Codec<?> value, Optional<Codec<?>> timer) {
    List<StepState> states = states(step, key, value, timer);
    if (step.step().timeToLive().isEmpty()) {
      return states;
    }
    List<StepState> aged = new ArrayList<>(states);
    StepState main = states.getFirst(); // the one with a value per key
    aged.set(0, new StepState(main.name(), main.key(), new AgedCodec<>(main.value())));
    aged.add(new StepState(EXPIRY, key, MARKER));
    return aged;
  }

  @SuppressWarnings("unchecked") // the step's own types, which the plan has forgotten
  private static List<StepState> states(
      Node.Keyed step, Codec<?> key, Codec<?> value, Optional<Codec<?>> timer) {
    return switch (step) {
      case Node.Rolling _ -> List.of(new StepState(ACCUMULATORS, key, value));
      case Node.Windowed windowed ->
          switch (windowed.spec().windows()) {
            case Windows.Tumbling _, Windows.Sliding _ ->
                List.of(new StepState(SLICES, key, value), new StepState(CHANGED, key, MARKER));
            case Windows.Session _ ->
                List.of(
                    new StepState(SESSIONS, key, new KeySessionsCodec((Codec<Object>) value)),
                    new StepState(DEADLINES, key, MARKER),
                    new StepState(CHANGED, key, MARKER));
            case Windows.Count _, Windows.Global _ ->
                List.of(
                    new StepState(PANES, key, new CountPaneCodec((Codec<Object>) value)),
                    new StepState(CHANGED, key, MARKER));
          };
      case Node.KeyedProcess _ -> {
        List<StepState> states = new ArrayList<>();
        states.add(new StepState(STATE, key, value));
        states.addAll(timers(EVENT_TIME, key, timer.orElseThrow()));
        states.addAll(timers(PROCESSING_TIME, key, timer.orElseThrow()));
        yield states;
      }
    };
  }

  private static List<StepState> timers(String kind, Codec<?> key, Codec<?> timer) {
    return List.of(
        new StepState(Timers.byKeyState(kind), key, new KeyTimersCodec<>(timer)),
        new StepState(Timers.deadlinesState(kind), key, NUMBER),
        new StepState(Timers.sequencesState(kind), GroupCodec.INSTANCE, NUMBER));
  }
}
