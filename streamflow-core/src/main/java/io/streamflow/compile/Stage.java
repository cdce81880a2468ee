package io.streamflow.compile;

import io.streamflow.plan.PlanStep;
import java.util.List;

/**
 * Steps that run fused, as one call path, in each of the stage's subtasks.
 *
 * @param id the stage's number, from 0
 * @param steps the steps, each after those it takes items from
 * @param parallelism how many subtasks
 */
public record Stage(int id, List<PlanStep> steps, int parallelism) {
  /** Keeps its own copy. */
  public Stage {
    steps = List.copyOf(steps);
  }

  /** Names the stage after its first and last step. */
  public String name() {
    String first = steps.getFirst().name();
    return steps.size() == 1 ? first : first + ".." + steps.getLast().name();
  }
}
