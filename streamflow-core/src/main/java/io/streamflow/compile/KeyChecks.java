package io.streamflow.compile;

import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;

/** Finds keys whose identity cannot be told by their bytes. */
public final class KeyChecks {
  private KeyChecks() {}

  /**
   * What will be refused once the job runs with more subtasks, as it may on a larger machine; today
   * no such key has to cross between subtasks.
   */
  public static List<String> warnings(ExecutionPlan plan) {
    List<String> warnings = new ArrayList<>();
    for (PlanStep step : plan.plan().steps()) {
      boolean mayBeDealt =
          plan.plan().consumers(step).stream()
              .anyMatch(next -> next.node().step().parallelism().orElse(0) != 1);
      if (step.node() instanceof Node.KeyBy && mayBeDealt) {
        KeyCodecs.problem(step).ifPresent(warnings::add);
      }
    }
    return warnings;
  }

  /** Keys that do have to cross. */
  static List<String> problems(ExecutionPlan plan) {
    List<String> problems = new ArrayList<>();
    for (Edge edge : plan.edges()) {
      if (edge.exchange() instanceof Exchange.HashByKey(var keyBy, _)) {
        KeyCodecs.problem(keyBy).ifPresent(problems::add);
      }
    }
    return problems.stream().distinct().toList();
  }
}
