package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.metrics.JobMeters;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells a job's meters what the plan says of its steps. */
final class MeteredSteps {
  private MeteredSteps() {}

  static JobMeters.Steps of(ExecutionPlan plan) {
    Set<String> stateful = new HashSet<>();
    Set<String> sinks = new HashSet<>();
    Map<String, Double> limits = new HashMap<>();
    for (PlanStep step : plan.plan().steps()) {
      switch (step.node()) {
        case Node.Keyed _ -> stateful.add(step.name());
        case Node.Sink _ -> sinks.add(step.name());
        case Node.LimitRate limit -> limits.put(step.name(), limit.perSecond());
        default -> {}
      }
    }
    return new JobMeters.Steps(stateful, sinks, limits);
  }
}
