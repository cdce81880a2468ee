package io.streamflow.checkpoint;

import io.streamflow.state.StoredState;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a plan can go on with what another run has stored. Pure. */
public sealed interface PlanFit {

  /**
   * It can.
   *
   * @param plan what to store from now on
   * @param states how each state is stored, by step and then by state
   * @param dropped the numbers of stored states that nothing wants any more
   */
  record Fits(
      StoredPlan plan, Map<String, Map<String, StoredState<?, ?>>> states, List<Integer> dropped)
      implements PlanFit {}

  /**
   * It cannot.
   *
   * @param problems what differs, and the way out of each
   */
  record Differs(List<String> problems) implements PlanFit {}

  /**
   * Compares.
   *
   * @param stored what the directory knows; a plan without steps when it is new
   * @param steps today's plan
   * @param mayBeDropped the names of stored steps that may be forgotten
   */
  static PlanFit of(StoredPlan stored, List<StepFacts> steps, Set<String> mayBeDropped) {
    return new PlanComparison(stored, steps, mayBeDropped).result();
  }
}
