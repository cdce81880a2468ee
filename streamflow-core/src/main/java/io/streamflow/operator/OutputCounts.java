package io.streamflow.operator;

import io.streamflow.job.OnError;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import java.util.function.Predicate;

/**
 * Where the items that a step hands on are counted, and where their number follows from what its
 * neighbours count. An increment per item costs more than some steps do, so there is one only where
 * nothing else tells: a sink counts what it writes, and a filter before it need not count.
 */
public final class OutputCounts {
  private final Plan plan;
  private final OnError jobOnError;

  /** For the steps of a plan. */
  public OutputCounts(Plan plan, OnError jobOnError) {
    this.plan = plan;
    this.jobOnError = jobOnError;
  }

  /** From what the number of a step's results follows. */
  public enum Way {
    /** It hands on every item that it takes. */
    ALL,
    /** All but those it drops, which are counted, and those which failed. */
    NOT_DROPPED,
    /** They are counted. */
    COUNTED,
    /** They are what a step after it has taken. */
    TAKEN_NEXT
  }

  /** How the results of a step are told; {@code fused} says which steps run in its stage. */
  public Way of(PlanStep step, Predicate<PlanStep> fused) {
    return switch (step.node()) {
      case Node.Source _, Node.Merge _, Node.KeyBy _, Node.Late _, Node.Sink _ -> Way.ALL;
      case Node.LimitRate _ -> Way.ALL;
      case Node.Filter _ -> tellsTaken(step, fused) ? Way.TAKEN_NEXT : Way.NOT_DROPPED;
      case Node.Map _, Node.AssignEventTime _, Node.Rolling _ ->
          failsAtOnce(step) ? Way.ALL : Way.COUNTED;
      case Node.FlatMap _, Node.Windowed _, Node.KeyedProcess _ -> Way.COUNTED;
    };
  }

  /** Whether some step after it tells what it has taken. */
  private boolean tellsTaken(PlanStep step, Predicate<PlanStep> fused) {
    return plan.consumers(step).stream()
        .filter(fused)
        .anyMatch(next -> isToldFromBehind(next, fused));
  }

  /** Whether what a step has taken follows from what is counted behind it. */
  public boolean isToldFromBehind(PlanStep step, Predicate<PlanStep> fused) {
    return switch (step.node()) {
      case Node.Sink _ -> failsAtOnce(step);
      case Node.Map _, Node.AssignEventTime _ -> failsAtOnce(step) && tellsTaken(step, fused);
      case Node.LimitRate _ -> tellsTaken(step, fused);
      default -> false;
    };
  }

  private boolean failsAtOnce(PlanStep step) {
    return step.node().step().onError().orElse(jobOnError) instanceof OnError.Fail;
  }
}
