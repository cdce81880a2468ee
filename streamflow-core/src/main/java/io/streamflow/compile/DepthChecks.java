package io.streamflow.compile;

import io.streamflow.plan.PlanStep;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Refuses chains that would not fit on a thread's stack: fused steps call each other. */
final class DepthChecks {
  /** What was seen to fit on a stack of 1 MB, interpreted, with room for user code. */
  static final int DEEPEST = 2048;

  private DepthChecks() {}

  static List<String> problems(ExecutionPlan plan) {
    List<String> problems = new ArrayList<>();
    for (Stage stage : plan.stages()) {
      IdentityHashMap<PlanStep, Integer> depths = new IdentityHashMap<>();
      for (PlanStep step : stage.steps()) {
        int above = 0;
        for (PlanStep upstream : step.upstreams()) {
          above = Math.max(above, depths.getOrDefault(upstream, 0));
        }
        depths.put(step, above + 1);
        if (above == DEEPEST) {
          problems.add(
              step
                  + ": more than "
                  + DEEPEST
                  + " steps in a row would not fit on a thread's stack; do more in each function");
        }
      }
    }
    return problems;
  }
}
