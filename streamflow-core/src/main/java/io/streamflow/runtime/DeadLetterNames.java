package io.streamflow.runtime;

import io.streamflow.job.OnError;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Sink;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * By what names the prepared output of dead-letter sinks is found again: that of the first step of
 * the plan whose policy names the sink. Which of the sink's tasks prepared it does not matter.
 * Pure.
 */
final class DeadLetterNames {
  private static final String OF_JOB = "dead letters of the job";

  private final IdentityHashMap<Sink<?>, String> names = new IdentityHashMap<>();

  DeadLetterNames(Plan plan, OnError ofJob) {
    add(ofJob, OF_JOB);
    for (PlanStep step : plan.steps()) {
      Optional<OnError> policy = step.node().step().onError();
      if (policy.isPresent()) {
        add(policy.get(), "dead letters of step '" + step.name() + "'");
      }
    }
  }

  private void add(OnError policy, String name) {
    switch (policy) {
      case OnError.DeadLetter(var sink) -> names.putIfAbsent(sink, name);
      case OnError.Retry retry -> add(retry.then(), name);
      case OnError.Fail _, OnError.Skip _ -> {}
    }
  }

  String of(Sink<?> sink) {
    return names.getOrDefault(sink, OF_JOB);
  }

  /** The sinks, by their names. */
  Map<String, Sink<?>> sinks() {
    Map<String, Sink<?>> sinks = new TreeMap<>();
    for (Map.Entry<Sink<?>, String> each : names.entrySet()) {
      sinks.put(each.getValue(), each.getKey());
    }
    return sinks;
  }

  /** All of them. */
  Set<String> all() {
    return new TreeSet<>(names.values());
  }
}
