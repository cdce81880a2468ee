package io.streamflow.runtime;

import io.streamflow.checkpoint.StepFacts;
import io.streamflow.checkpoint.StoredPlan;
import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.StateCodecs;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.operator.StepStates;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import io.streamflow.window.Windows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan has to keep over a restart.
 *
 * @param facts its sources and its steps with state
 * @param sources the names of its sources
 * @param sinks the names by which its sinks' output is found again
 * @param outboxes those of its sinks that deliver from an outbox, dead-letter sinks among them
 * @param stateful its steps with state, by name
 */
record KeptSteps(
    List<StepFacts> facts,
    Set<String> sources,
    Set<String> sinks,
    Map<String, OutboxSink<?>> outboxes,
    Map<String, Node.Keyed> stateful) {

  /** Of a plan that was checked: every codec is there. */
  static KeptSteps of(ExecutionPlan plan, JobOptions options) {
    List<StepFacts> facts = new ArrayList<>();
    Set<String> sources = new TreeSet<>();
    Set<String> sinks = new TreeSet<>(new DeadLetterNames(plan.plan(), options.onError()).all());
    Map<String, Node.Keyed> stateful = new LinkedHashMap<>();
    for (PlanStep step : plan.plan().steps()) {
      switch (step.node()) {
        case Node.Source _ -> {
          sources.add(step.name());
          facts.add(new StepFacts(step.name(), StoredPlan.Kind.SOURCE, "a source", List.of()));
        }
        case Node.Sink _ -> sinks.add(step.name());
        case Node.Keyed keyed -> {
          stateful.put(step.name(), keyed);
          facts.add(
              new StepFacts(
                  step.name(), StoredPlan.Kind.STATEFUL, described(keyed), states(step, keyed)));
        }
        default -> {}
      }
    }
    return new KeptSteps(facts, sources, sinks, outboxes(plan, options), stateful);
  }

  /** The sinks of a plan that deliver from an outbox, by the names of their output. */
  static Map<String, OutboxSink<?>> outboxes(ExecutionPlan plan, JobOptions options) {
    Map<String, Sink<?>> all =
        new TreeMap<>(new DeadLetterNames(plan.plan(), options.onError()).sinks());
    for (PlanStep step : plan.plan().steps()) {
      if (step.node() instanceof Node.Sink node) {
        all.put(step.name(), node.sink());
      }
    }
    Map<String, OutboxSink<?>> outboxes = new TreeMap<>();
    for (Map.Entry<String, Sink<?>> each : all.entrySet()) {
      Optional<OutboxSink<?>> outbox = OutboxSink.behind(each.getValue());
      if (outbox.isPresent()) {
        outboxes.put(each.getKey(), outbox.get());
      }
    }
    return outboxes;
  }

  private static List<StepFacts.StateFacts> states(PlanStep step, Node.Keyed keyed) {
    List<StepStates.StepState> states =
        switch (StateCodecs.of(step)) {
          case StateCodecs.Aggregated(var key, var accumulator) ->
              StepStates.of(keyed, key, accumulator, Optional.empty());
          case StateCodecs.Processed(var key, var state, var timers) ->
              StepStates.of(keyed, key, state, Optional.of(timers));
          case StateCodecs.Missing(var problems) ->
              throw new StreamFlowException.InvalidPipeline(problems);
        };
    return states.stream()
        .map(state -> new StepFacts.StateFacts(state.name(), state.key(), state.value()))
        .toList();
  }

  /**
   * What the step does, as far as its state depends on it: not its lateness, nor its parallelism.
   */
  private static String described(Node.Keyed step) {
    return switch (step) {
      case Node.Rolling _ -> "a rolling aggregate";
      case Node.KeyedProcess _ -> "a process step";
      case Node.Windowed windowed ->
          switch (windowed.spec().windows()) {
            case Windows.Tumbling w ->
                "a tumbling window of " + w.sizeMillis() + " ms" + offset(w.offsetMillis());
            case Windows.Sliding w ->
                "a sliding window of "
                    + w.sizeMillis()
                    + " ms every "
                    + w.slideMillis()
                    + " ms"
                    + offset(w.offsetMillis());
            case Windows.Session w -> "a session window with a gap of " + w.gapMillis() + " ms";
            case Windows.Count w -> "a count window of " + w.count() + " items";
            case Windows.Global _ -> "a global window";
          };
    };
  }

  private static String offset(long millis) {
    return millis == 0 ? "" : " offset by " + millis + " ms";
  }
}
