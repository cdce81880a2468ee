package io.streamflow.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All steps that lead to a pipeline's sinks, each after its upstreams. */
public final class Plan {
  private final List<PlanStep> steps;
  private final IdentityHashMap<PlanStep, List<PlanStep>> consumers;

  private Plan(List<PlanStep> steps) {
    this.steps = List.copyOf(steps);
    this.consumers = new IdentityHashMap<>();
    for (PlanStep step : steps) {
      consumers.put(step, new ArrayList<>());
      for (PlanStep upstream : step.upstreams()) {
        Optional.ofNullable(consumers.get(upstream)).orElseThrow().add(step);
      }
    }
  }

  /** Collects what leads to {@code ends}. */
  public static Plan of(List<Node> ends) {
    List<Node> order = new ArrayList<>();
    Set<Node> seen = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node end : ends) {
      visit(end, seen, order);
    }
    Set<String> taken = new HashSet<>();
    for (Node node : order) {
      if (node.step().name().isPresent()) {
        taken.add(node.step().name().get());
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    IdentityHashMap<Node, PlanStep> placed = new IdentityHashMap<>();
    List<PlanStep> steps = new ArrayList<>();
    for (Node node : order) {
      String name =
          node.step().name().isPresent()
              ? node.step().name().get()
              : madeUp(node.step().kind(), counts, taken);
      List<PlanStep> upstreams = new ArrayList<>();
      for (Node upstream : node.upstreams()) {
        upstreams.add(Optional.ofNullable(placed.get(upstream)).orElseThrow());
      }
      PlanStep step = new PlanStep(steps.size(), name, node, upstreams);
      placed.put(node, step);
      steps.add(step);
    }
    return new Plan(steps);
  }

  /** Depth first without recursion: a plan may be a chain of any length. */
  private static void visit(Node end, Set<Node> seen, List<Node> order) {
    List<Node> path = new ArrayList<>(List.of(end));
    while (!path.isEmpty()) {
      Node node = path.getLast();
      if (seen.contains(node)) {
        path.removeLast();
        continue;
      }
      Node next = unseen(node.upstreams(), seen);
      if (next != null) {
        path.add(next);
      } else {
        path.removeLast();
        seen.add(node);
        order.add(node);
      }
    }
  }

  private static @Nullable Node unseen(List<Node> upstreams, Set<Node> seen) {
    for (Node upstream : upstreams) {
      if (!seen.contains(upstream)) {
        return upstream;
      }
    }
    return null;
  }

  private static String madeUp(String kind, Map<String, Integer> counts, Set<String> taken) {
    String name;
    do {
      int number = counts.getOrDefault(kind, 0) + 1;
      counts.put(kind, number);
      name = kind + "-" + number;
    } while (!taken.add(name));
    return name;
  }

  /** The steps, each after its upstreams. */
  public List<PlanStep> steps() {
    return steps;
  }

  /** The steps that take the output of {@code step}. */
  public List<PlanStep> consumers(PlanStep step) {
    return List.copyOf(consumers.getOrDefault(step, List.of()));
  }
}
