package io.streamflow.compile;

import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanChecks;
import java.util.ArrayList;
import java.util.List;

/** Checks a plan with its options, and fuses it. */
public final class Compiler {
  private Compiler() {}

  /**
   * The execution plan.
   *
   * @throws StreamFlowException.InvalidPipeline with every problem of the options, the plan, and
   *     both together
   */
  public static ExecutionPlan compile(Plan plan, JobOptions options) {
    List<String> problems = new ArrayList<>(options.problems());
    problems.addAll(PlanChecks.problems(plan));
    ExecutionPlan fused = Fusion.fuse(plan, options.parallelism());
    problems.addAll(KeyChecks.problems(fused));
    problems.addAll(DepthChecks.problems(fused));
    problems.addAll(GuaranteeChecks.problems(plan, options));
    if (options.stateDirectory().isPresent()) {
      problems.addAll(DurableChecks.problems(plan));
    }
    problems = problems.stream().distinct().toList(); // a key may be wrong in two ways at once
    if (!problems.isEmpty()) {
      throw new StreamFlowException.InvalidPipeline(problems);
    }
    return fused;
  }
}
