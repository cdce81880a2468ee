package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.PlanText;
import io.streamflow.compile.Stage;
import io.streamflow.job.OnError;
import io.streamflow.job.StateView;
import io.streamflow.job.StepView;
import io.streamflow.job.StepView.OpenWindow;
import io.streamflow.metrics.JobCounters;
import io.streamflow.metrics.StepCounters;
import io.streamflow.metrics.StepGauges;
import io.streamflow.operator.OutputCounts;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Shows the steps of a job. What a step takes and hands on is counted where it cannot be told from
 * what its neighbours count, so that most steps need no counter of their own.
 */
final class StepViews {
  private final ExecutionPlan plan;
  private final JobCounters counters;
  private final Map<Integer, OutputCounts> countsOf = new HashMap<>();
  private final List<Task> tasks;
  private final Map<PlanStep, Integer> stages = new HashMap<>();

  StepViews(RunViews run, JobCounters counters, OnError jobOnError) {
    this.plan = run.plan();
    this.tasks = run.tasks();
    this.counters = counters;
    for (Stage stage : plan.stages()) {
      stage.steps().forEach(step -> stages.put(step, stage.id()));
      countsOf.put(stage.id(), new OutputCounts(plan.plan(), stage.steps(), jobOnError));
    }
  }

  List<StepView> views() {
    Map<PlanStep, Long> outs = new HashMap<>();
    return plan.plan().steps().stream().map(step -> view(step, outs)).toList(); // upstreams first
  }

  /** One step; {@code outs} has what those before it have handed on, and gets what it has. */
  private StepView view(PlanStep step, Map<PlanStep, Long> outs) {
    StepCounters counted = counters.step(step.name());
    long in = in(step, counted, outs);
    long out = out(step, counted, in);
    outs.put(step, out);
    return new StepView(
        step.id(),
        step.name(),
        step.node().step().kind(),
        PlanText.description(step),
        step.upstreams().stream().map(PlanStep::id).toList(),
        stages.getOrDefault(step, 0),
        in,
        out,
        counted.late().sum(),
        counted.skipped().sum(),
        counted.deadLettered().sum(),
        counted.retries().sum(),
        counted.lastFailure(),
        counted.time().recent(),
        counted.latencies().view(),
        window(step),
        state(step, counted));
  }

  private long in(PlanStep step, StepCounters counted, Map<PlanStep, Long> outs) {
    if (step.node() instanceof Node.Source) {
      return counted.in().sum();
    }
    long in = counted.taken().sum();
    for (PlanStep upstream : step.upstreams()) {
      if (!crosses(upstream, step)) {
        in +=
            step.node() instanceof Node.Late
                ? counters.step(upstream.name()).late().sum()
                : outs.getOrDefault(upstream, 0L);
      }
    }
    return in;
  }

  private boolean crosses(PlanStep from, PlanStep to) {
    return plan.edges().stream().anyMatch(edge -> edge.from() == from && edge.to() == to);
  }

  private long out(PlanStep step, StepCounters counted, long in) {
    if (step.node() instanceof Node.Sink) {
      return counted.in().sum();
    }
    OutputCounts counts = Objects.requireNonNull(countsOf.get(stages.getOrDefault(step, 0)));
    return switch (counts.of(step)) {
      case ALL -> in;
      case NOT_DROPPED -> Math.max(0, in - lost(counted));
      case COUNTED -> counted.out().sum();
      case TAKEN_NEXT ->
          counts.tellingSink(step).map(sink -> counters.step(sink.name()).in().sum()).orElse(0L);
    };
  }

  private static long lost(StepCounters counted) {
    return counted.dropped().sum() + counted.skipped().sum() + counted.deadLettered().sum();
  }

  private Optional<OpenWindow> window(PlanStep step) {
    return tasks.stream()
        .flatMap(task -> task.meter().knownGauges(step.name()).stream())
        .flatMap(gauges -> gauges.window().stream())
        .min(Comparator.comparing(OpenWindow::end));
  }

  private Optional<StateView> state(PlanStep step, StepCounters counted) {
    List<StepGauges.Size> sizes =
        tasks.stream()
            .flatMap(task -> task.meter().knownGauges(step.name()).stream())
            .flatMap(gauges -> gauges.state().stream())
            .toList();
    return sizes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StateView(
                sizes.stream().mapToLong(StepGauges.Size::entries).sum(),
                sizes.stream().mapToLong(StepGauges.Size::bytes).sum(),
                counted.stateHits().sum(),
                counted.stateMisses().sum()));
  }
}
