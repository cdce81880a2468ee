package io.streamflow.compile;

import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import io.streamflow.window.Windows;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Cuts a plan into stages. A step runs in the stage of its upstreams when these are all in one,
 * with the step's own parallelism, and no key has to move: an exchange is the dearest thing an
 * engine does, so there is none where nothing needs repartitioning. Fan-out does not cut: a chain
 * is a graph of calls.
 *
 * <pre>
 *   source -> map -> keyBy ==hash==> window -> sink      with parallelism 2: two stages
 *   source -> map -> keyBy --------> window -> sink      with parallelism 1: one
 * </pre>
 */
final class Fusion {
  private final Plan plan;
  private final int defaultParallelism;
  private final IdentityHashMap<PlanStep, Integer> stageOf = new IdentityHashMap<>();
  private final List<List<PlanStep>> members = new ArrayList<>();
  private final List<Integer> parallelism = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  private Fusion(Plan plan, int defaultParallelism) {
    this.plan = plan;
    this.defaultParallelism = defaultParallelism;
  }

  static ExecutionPlan fuse(Plan plan, int defaultParallelism) {
    return new Fusion(plan, defaultParallelism).fuse();
  }

  private ExecutionPlan fuse() {
    plan.steps().forEach(this::place);
    List<Stage> stages = new ArrayList<>();
    for (int id = 0; id < members.size(); id++) {
      stages.add(new Stage(id, members.get(id), parallelism.get(id)));
    }
    return new ExecutionPlan(plan, stages, edges);
  }

  private void place(PlanStep step) {
    int subtasks = subtasksOf(step);
    List<Integer> upstreamStages = step.upstreams().stream().map(this::stage).distinct().toList();
    if (upstreamStages.size() == 1
        && parallelism.get(upstreamStages.getFirst()) == subtasks
        && !(step.node() instanceof Node.Keyed && subtasks > 1)) {
      join(step, upstreamStages.getFirst());
      return;
    }
    members.add(new ArrayList<>());
    parallelism.add(subtasks);
    int stage = members.size() - 1;
    join(step, stage);
    for (PlanStep upstream : step.upstreams()) {
      int from = stage(upstream);
      edges.add(
          new Edge(edges.size(), upstream, from, step, stage, exchange(upstream, step, subtasks)));
    }
  }

  private Exchange exchange(PlanStep upstream, PlanStep step, int subtasks) {
    if (upstream.node() instanceof Node.KeyBy && subtasks > 1) {
      return new Exchange.HashByKey(upstream, canPreAggregate(step.node()));
    }
    return parallelism.get(stage(upstream)) == subtasks
        ? new Exchange.Forward()
        : new Exchange.Rebalance();
  }

  /**
   * Whether part of the step's work can be done before its items cross. Its results must then
   * depend on what has arrived when the watermark passes, and on nothing before.
   */
  private static boolean canPreAggregate(Node node) {
    return node instanceof Node.Windowed window
        && (window.spec().windows() instanceof Windows.Tumbling
            || window.spec().windows() instanceof Windows.Sliding)
        && window.spec().earlyMillis().isEmpty()
        && window.step().timeToLive().isEmpty()
        && window.aggregator().canPreAggregate();
  }

  private void join(PlanStep step, int stage) {
    members.get(stage).add(step);
    stageOf.put(step, stage);
  }

  private int stage(PlanStep step) {
    return Objects.requireNonNull(stageOf.get(step));
  }

  /**
   * What the user said; else a step with state has the job's parallelism, and one without goes on
   * with that of its upstream, so that nothing is moved for nothing. A {@code keyBy} and the late
   * items of a window are no work of their own and stay where they arise.
   */
  private int subtasksOf(PlanStep step) {
    if (step.node() instanceof Node.KeyBy || step.node() instanceof Node.Late) {
      return parallelism.get(stage(step.upstreams().getFirst()));
    }
    if (step.node().step().parallelism().isPresent()) {
      return step.node().step().parallelism().getAsInt();
    }
    if (step.node() instanceof Node.Source || step.node() instanceof Node.Keyed) {
      return defaultParallelism;
    }
    List<Integer> upstream =
        step.upstreams().stream().map(up -> parallelism.get(stage(up))).distinct().toList();
    return upstream.size() == 1 ? upstream.getFirst() : defaultParallelism;
  }
}
