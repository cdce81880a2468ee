package io.streamflow.operator;

import io.streamflow.job.OnError;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the items that a step hands on are counted, and where their number follows from what its
 * neighbours count. An increment per item costs more than some steps do, so there is one only where
 * nothing else tells: a sink counts what it writes, and a filter before it need not count.
 */
public final class OutputCounts {
  private final Plan plan;
  private final OnError jobOnError;
  private final Set<PlanStep> stage = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The steps of which it is known from behind what they have taken. */
  private final Set<PlanStep> told = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * For the steps of one stage.
   *
   * @param steps those of the stage, each after those it takes items from
   */
  public OutputCounts(Plan plan, List<PlanStep> steps, OnError jobOnError) {
    this.plan = plan;
    this.jobOnError = jobOnError;
    stage.addAll(steps);
    for (PlanStep step : steps.reversed()) { // not by recursion: plans may be long
      if (isTold(step)) {
        told.add(step);
      }
    }
  }

  private boolean isTold(PlanStep step) {
    return switch (step.node()) {
      case Node.Sink _ -> failsAtOnce(step);
      case Node.Map _, Node.AssignEventTime _ -> failsAtOnce(step) && toldNext(step).isPresent();
      case Node.LimitRate _ -> toldNext(step).isPresent();
      default -> false;
    };
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

  /** How the number of a step's results is told. */
  public Way of(PlanStep step) {
    return switch (step.node()) {
      case Node.Source _, Node.Merge _, Node.KeyBy _, Node.Late _, Node.Sink _ -> Way.ALL;
      case Node.LimitRate _ -> Way.ALL;
      case Node.Filter _ -> toldNext(step).isPresent() ? Way.TAKEN_NEXT : Way.NOT_DROPPED;
      case Node.Map _, Node.AssignEventTime _, Node.Rolling _ ->
          failsAtOnce(step) ? Way.ALL : Way.COUNTED;
      case Node.FlatMap _, Node.Windowed _, Node.KeyedProcess _ -> Way.COUNTED;
    };
  }

  /** The sink whose count tells what a step has handed on, of a step that is told so. */
  public Optional<PlanStep> tellingSink(PlanStep step) {
    Optional<PlanStep> next = toldNext(step);
    while (next.isPresent() && !(next.get().node() instanceof Node.Sink)) {
      next = toldNext(next.get());
    }
    return next;
  }

  private Optional<PlanStep> toldNext(PlanStep step) {
    for (PlanStep next : plan.consumers(step)) {
      if (stage.contains(next) && told.contains(next)) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private boolean failsAtOnce(PlanStep step) {
    return step.node().step().onError().orElse(jobOnError) instanceof OnError.Fail;
  }
}
