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
   */
  record HashByKey(PlanStep keyBy) implements Exchange {}
}
