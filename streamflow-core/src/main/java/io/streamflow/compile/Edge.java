package io.streamflow.compile;

import io.streamflow.plan.PlanStep;

/**
 * A connection between two stages.
 *
 * @param index its number among all edges of the execution plan
 * @param from the step whose output crosses
 * @param fromStage the stage of that step
 * @param to the step that takes it
 * @param toStage the stage of that step
 * @param exchange how items cross
 */
public record Edge(
    int index, PlanStep from, int fromStage, PlanStep to, int toStage, Exchange exchange) {}
