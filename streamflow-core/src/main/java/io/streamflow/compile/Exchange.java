package io.streamflow.compile;

import io.streamflow.plan.PlanStep;

/** How items cross from the subtasks of one stage to those of the next. */
public sealed interface Exchange {

  /** From each subtask to the one with the same number. */
  record Forward() implements Exchange {}

  /** Round-robin, batch by batch. */
  record Rebalance() implements Exchange {}

  /**
   * To the subtask that owns the item's key group.
   *
   * @param keyBy the {@code keyBy} step that tells the key
   * @param aggregates whether items are aggregated, as far as they can be, before they cross
   */
  record HashByKey(PlanStep keyBy, boolean aggregates) implements Exchange {}
}
