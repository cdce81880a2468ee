package io.streamflow.compile;

import io.streamflow.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * What a job runs: stages and the edges between them. A value; nothing in it changes.
 *
 * @param plan the plan it was made from
 * @param stages all stages; a stage's id is its place in the list
 * @param edges all edges; an edge's index is its place in the list
 */
public record ExecutionPlan(Plan plan, List<Stage> stages, List<Edge> edges) {
  /** Keeps its own copies. */
  public ExecutionPlan {
    stages = List.copyOf(stages);
    edges = List.copyOf(edges);
  }

  /** The edges that bring items to {@code stage}. */
  public List<Edge> into(Stage stage) {
    return edges.stream().filter(edge -> edge.toStage() == stage.id()).toList();
  }

  /** The edges that take items away from {@code stage}. */
  public List<Edge> outOf(Stage stage) {
    List<Edge> leaving = new ArrayList<>();
    for (Edge edge : edges) {
      if (edge.fromStage() == stage.id()) {
        leaving.add(edge);
      }
    }
    return leaving;
  }
}
