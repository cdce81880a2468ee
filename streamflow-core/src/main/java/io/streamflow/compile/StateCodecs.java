package io.streamflow.compile;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.ItemCodec;
import io.streamflow.function.ProcessFunction;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.NoCodecException;
import io.streamflow.types.LambdaTypes;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the codecs by which the state of a step is stored. Pure functions, on any thread. */
public final class StateCodecs {
  private static final int STATE_OF_PROCESS = 2;
  private static final int TIMERS_OF_PROCESS = 3;

  /** What was found. */
  public sealed interface Found {}

  /**
   * The codecs of a rolling or windowed aggregation.
   *
   * @param key that of the keys; canonical
   * @param accumulator that of the accumulators
   */
  public record Aggregated(Codec<Object> key, Codec<Object> accumulator) implements Found {}

  /**
   * The codecs of a process function.
   *
   * @param key that of the keys; canonical
   * @param state that of the state of a key
   * @param timers that of what timers carry; canonical
   */
  public record Processed(Codec<Object> key, Codec<Object> state, Codec<Object> timers)
      implements Found {}

  /**
   * Some codec is missing.
   *
   * @param problems what, with the step, the type, and what to do
   */
  public record Missing(List<String> problems) implements Found {}

  private final PlanStep step;
  private final List<String> problems = new ArrayList<>();

  private StateCodecs(PlanStep step) {
    this.step = step;
  }

  /** The codecs of {@code step}, whose node is a {@link Node.Keyed}. */
  public static Found of(PlanStep step) {
    return new StateCodecs(step).find((Node.Keyed) step.node());
  }

  private Found find(Node.Keyed node) {
    PlanStep keyBy = step.upstreams().getFirst();
    KeyCodecs.problem(keyBy).ifPresent(problems::add);
    Optional<Codec<Object>> key = KeyCodecs.of(keyBy).map(StateCodecs::ofObjects);
    Optional<Codec<Object>> value =
        switch (node) {
          case Node.Rolling rolling -> accumulator(rolling.aggregator());
          case Node.Windowed windowed -> accumulator(windowed.aggregator());
          case Node.KeyedProcess process -> state(process);
        };
    Optional<Codec<Object>> timers =
        node instanceof Node.KeyedProcess process ? timers(process) : value;
    if (!problems.isEmpty()) {
      return new Missing(List.copyOf(problems));
    }
    return node instanceof Node.KeyedProcess
        ? new Processed(key.orElseThrow(), value.orElseThrow(), timers.orElseThrow())
        : new Aggregated(key.orElseThrow(), value.orElseThrow());
  }

  private Optional<Codec<Object>> accumulator(Aggregator<Object, Object, Object> aggregator) {
    ItemCodec<Object> items = () -> ofObjects(ItemCodecs.of(step.upstreams().getFirst()));
    try {
      return Optional.of(aggregator.accumulatorCodec(items));
    } catch (NoCodecException e) {
      problems.add(step + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Codec<Object>> state(Node.KeyedProcess node) {
    return ofProcess("states", node, node.stateCodec(), STATE_OF_PROCESS);
  }

  private Optional<Codec<Object>> timers(Node.KeyedProcess node) {
    Optional<Codec<Object>> codec = ofProcess("timers", node, node.timerCodec(), TIMERS_OF_PROCESS);
    codec
        .filter(each -> !each.canonical())
        .ifPresent(each ->
            problems.add(
                step
                    + ": the codec of its timers, "
                    + each.fingerprint()
                    + ", does not give equal bytes for equal values, by which timers are found: let"
                    + " them carry primitives, strings, enums, records or lists of such"));
    return codec;
  }

  private Optional<Codec<Object>> ofProcess(
      String what, Node.KeyedProcess node, Optional<Codec<?>> given, int argument) {
    Optional<Type> type =
        given.isPresent()
            ? Optional.empty()
            : LambdaTypes.typeArgument(node.function(), ProcessFunction.class, argument);
    if (type.isPresent() && type.get() == Void.class) {
      return Optional.of(ofObjects(NothingCodec.INSTANCE));
    }
    Optional<Codec<?>> codec = given.or(() -> type.flatMap(Codecs::find));
    if (codec.isEmpty()) {
      problems.add(
          step
              + ": its "
              + what
              + type.map(known -> " are of " + known.getTypeName() + ", which has no codec")
                  .orElse(" are of a type that cannot be told from its function")
              + ": give the codecs of both state and timers: process(name, function, state,"
              + " timers)");
    }
    return codec.map(StateCodecs::ofObjects);
  }

  /** Nothing but values of the type that was found for it ever meets the codec. */
  @SuppressWarnings("unchecked")
  private static Codec<Object> ofObjects(Codec<?> codec) {
    return (Codec<Object>) codec;
  }
}
