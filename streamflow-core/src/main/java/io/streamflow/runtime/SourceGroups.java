package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import java.util.HashMap;
import java.util.Map;

/** Finds which sources' items can meet: those keep step in event time, others need not. Pure. */
final class SourceGroups {
  private SourceGroups() {}

  /** The alignment of each source step, by step id; sources that meet share one. */
  static Map<Integer, SourceAlignment> alignments(ExecutionPlan plan, long maxSkewMillis) {
    Map<Integer, Integer> group = new HashMap<>();
    for (PlanStep step : plan.plan().steps()) {
      int root = step.id();
      group.put(root, root);
      for (PlanStep upstream : step.upstreams()) {
        group.put(find(group, upstream.id()), find(group, root));
      }
    }
    Map<Integer, SourceAlignment> byRoot = new HashMap<>();
    Map<Integer, SourceAlignment> bySource = new HashMap<>();
    for (PlanStep step : plan.plan().steps()) {
      if (step.node() instanceof Node.Source) {
        int root = find(group, step.id());
        if (!byRoot.containsKey(root)) {
          byRoot.put(root, new SourceAlignment(maxSkewMillis));
        }
        bySource.put(step.id(), byRoot.get(root));
      }
    }
    return bySource;
  }

  private static int find(Map<Integer, Integer> group, int step) {
    int at = step;
    while (group.getOrDefault(at, at) != at) {
      at = group.getOrDefault(at, at);
    }
    return at;
  }
}
