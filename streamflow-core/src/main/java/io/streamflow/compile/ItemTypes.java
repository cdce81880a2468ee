package io.streamflow.compile;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.function.FlatMapFunction;
import io.streamflow.function.ProcessFunction;
import io.streamflow.plan.Elements;
import io.streamflow.plan.Node;
import io.streamflow.plan.Peek;
import io.streamflow.plan.PlanStep;
import io.streamflow.types.LambdaTypes;
import io.streamflow.types.SubstitutedType;
import io.streamflow.window.WindowResult;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/** Finds out of which type the items are that come out of a step. Pure functions. */
final class ItemTypes {
  private static final int RESULT_OF_PROCESS = 4;

  private ItemTypes() {}

  /** The type of what {@code step} makes; empty when that cannot be told. */
  static Optional<Type> of(PlanStep step) {
    return switch (step.node()) {
      case Node.Source node -> node.source().itemType();
      case Node.Map node when !(node.function() instanceof Peek<?>) ->
          LambdaTypes.resultOf(node.function());
      case Node.FlatMap node -> emitted(node.function());
      case Node.Rolling node -> {
        Optional<Type> result = result(step, node.aggregator());
        yield node.withKey() ? keyed(KeyedValue.class, node, result) : result;
      }
      case Node.Windowed node -> keyed(WindowResult.class, node, result(step, node.aggregator()));
      case Node.KeyedProcess node ->
          LambdaTypes.typeArgument(node.function(), ProcessFunction.class, RESULT_OF_PROCESS);
      case Node.Merge _ -> common(step.upstreams());
      default -> of(maker(step));
    };
  }

  /** The step that made the items which come out of {@code step}. */
  private static PlanStep maker(PlanStep step) {
    PlanStep at = step;
    // Not by recursion: a plan may be a chain of any length.
    for (Optional<PlanStep> next = givenOn(at); next.isPresent(); next = givenOn(at)) {
      at = next.get();
    }
    return at;
  }

  /** The step whose items {@code step} gives on as they are; empty when it makes its own. */
  static Optional<PlanStep> givenOn(PlanStep step) {
    if (!givesOn(step)) {
      return Optional.empty();
    }
    PlanStep upstream = step.upstreams().getFirst();
    // What is late for a window are the items that went into it, not its results.
    return Optional.of(
        step.node() instanceof Node.Late ? upstream.upstreams().getFirst() : upstream);
  }

  private static boolean givesOn(PlanStep step) {
    return switch (step.node()) {
      case Node.Map node -> node.function() instanceof Peek<?>;
      case Node.Filter _,
          Node.LimitRate _,
          Node.AssignEventTime _,
          Node.KeyBy _,
          Node.Late _,
          Node.Sink _ ->
          true;
      default -> false;
    };
  }

  private static Optional<Type> emitted(FlatMapFunction<?, ?> function) {
    return function instanceof Elements<?, ?>(var elements)
        ? LambdaTypes.elementOf(elements)
        : LambdaTypes.resultOf(function);
  }

  private static Optional<Type> result(
      PlanStep step, Aggregator<Object, Object, Object> aggregator) {
    return aggregator.resultType(of(maker(step.upstreams().getFirst())));
  }

  private static Optional<Type> keyed(Class<?> pair, Node.Keyed node, Optional<Type> value) {
    return LambdaTypes.resultOf(node.upstream().key())
        .flatMap(key -> value.map(of -> new SubstitutedType(pair, null, List.of(key, of))));
  }

  private static Optional<Type> common(List<PlanStep> merged) {
    List<Optional<Type>> types = merged.stream().map(each -> of(maker(each))).distinct().toList();
    return types.size() == 1 ? types.getFirst() : Optional.empty();
  }
}
