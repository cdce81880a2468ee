package io.streamflow.plan;

import io.streamflow.job.JobOptions;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.Windows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules a plan must keep, one method each; each problem names the step and the way out. */
public final class PlanChecks {
  private final Plan plan;
  private final List<String> problems = new ArrayList<>();

  private PlanChecks(Plan plan) {
    this.plan = plan;
  }

  /** Everything that is wrong with {@code plan}; empty when it can run. */
  public static List<String> problems(Plan plan) {
    PlanChecks checks = new PlanChecks(plan);
    checks.namesAreUnique();
    checks.windowsAreNotMadeTwice();
    for (PlanStep step : plan.steps()) {
      checks.parallelismIsInRange(step);
      checks.retryIsNotForSources(step);
      switch (step.node()) {
        case Node.AssignEventTime node -> checks.eventTimeStandsAtItsSource(step, node);
        case Node.Late node -> checks.lateItemsStayWhereTheyArise(step, node);
        case Node.Windowed node when node.spec().needsEventTime() -> checks.hasEventTime(step);
        default -> {}
      }
      step.node().step().timeToLive().ifPresent(life -> checks.timeToLiveFits(step, life));
    }
    return checks.problems;
  }

  private void namesAreUnique() {
    Set<String> seen = new HashSet<>();
    for (PlanStep step : plan.steps()) {
      if (!seen.add(step.name())) {
        problems.add(
            "two steps are named '" + step.name() + "'; names tell steps apart: rename one");
      }
    }
  }

  /**
   * Naming a window after taking its late items makes a second step of it, with late items of its
   * own.
   */
  private void windowsAreNotMadeTwice() {
    List<PlanStep> seen = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      if (step.node() instanceof Node.Windowed window) {
        for (PlanStep other : seen) {
          if (other.node() instanceof Node.Windowed same
              && sameInstance(same.upstream(), window.upstream())
              && sameInstance(same.aggregator(), window.aggregator())
              && same.spec().equals(window.spec())) {
            problems.add(
                step
                    + " and "
                    + other
                    + " are two steps made of one window: call named(...), parallelism(...) and"
                    + " onError(...) before late(), and use that one stream for both");
          }
        }
        seen.add(step);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // nodes are compared by identity
  private static boolean sameInstance(Object one, Object other) {
    return one == other;
  }

  private void parallelismIsInRange(PlanStep step) {
    step.node()
        .step()
        .parallelism()
        .ifPresent(n -> {
          if (n < 1 || n > JobOptions.KEY_GROUPS) {
            problems.add(
                step + ": parallelism must be 1 to " + JobOptions.KEY_GROUPS + ", but is " + n);
          }
        });
  }

  private void retryIsNotForSources(PlanStep step) {
    if (step.node() instanceof Node.Source
        && step.node().step().onError().orElse(null) instanceof io.streamflow.job.OnError.Retry) {
      problems.add(
          step
              + ": a record that cannot be decoded fails again however often it is tried;"
              + " use OnError.skip() or OnError.deadLetter(sink)");
    }
  }

  /**
   * Watermarks belong to source partitions, so the step must run where partitions are known apart:
   * in the source's own chain.
   */
  private void eventTimeStandsAtItsSource(PlanStep step, Node.AssignEventTime node) {
    PlanStep at = step.upstreams().getFirst();
    if (node.step().parallelism().isPresent()) {
      problems.add(
          step
              + ": watermarks are made where the source is read, so withEventTime has no parallelism"
              + " of its own: write Stream.from(source).parallelism(n).withEventTime(...)");
    }
    while (!(at.node() instanceof Node.Source)) {
      switch (at.node()) {
        case Node.Map _, Node.Filter _, Node.FlatMap _, Node.LimitRate _ -> {}
        case Node.AssignEventTime _ -> {
          problems.add(step + ": this stream has event time already, from " + at + "; keep one");
          return;
        }
        default -> {
          problems.add(
              step
                  + ": watermarks are kept per source partition, so withEventTime must come before "
                  + at
                  + ": write Stream.from(source).withEventTime(...) and then the rest");
          return;
        }
      }
      if (at.node().step().parallelism().isPresent()) {
        problems.add(step + ": withEventTime must come before parallelism(...) is set on " + at);
        return;
      }
      if (plan.consumers(at).size() > 1) {
        problems.add(
            step + ": withEventTime must come before the stream is used twice, after " + at);
        return;
      }
      at = at.upstreams().getFirst();
    }
    if (plan.consumers(at).size() > 1) {
      problems.add(step + ": withEventTime must come before the stream is used twice, after " + at);
    }
    if (node.timestamp().isEmpty()
        && at.node() instanceof Node.Source source
        && !source.source().timestamped()) {
      problems.add(
          step
              + ": "
              + at
              + " gives its items no timestamps; say where they are:"
              + " withEventTime(Order::time, EventTime.outOfOrderBy(...))");
    }
  }

  private void lateItemsStayWhereTheyArise(PlanStep step, Node.Late node) {
    if (node.step().parallelism().isPresent()) {
      problems.add(
          step
              + ": late items come out of the window's own subtasks; set the parallelism on the step"
              + " after: late().map(...).parallelism(n)");
    }
  }

  private void timeToLiveFits(PlanStep step, TimeToLive life) {
    if (step.node() instanceof Node.Windowed window
        && !(window.spec().windows() instanceof Windows.Count)
        && !(window.spec().windows() instanceof Windows.Global)) {
      problems.add(
          step
              + ": windows in event time forget by themselves, when the watermark has passed their"
              + " end and the allowed lateness: leave timeToLive(...) out");
    } else if (life.kind() == TimeToLive.Kind.EVENT_TIME) {
      hasEventTime(step);
    }
  }

  private void hasEventTime(PlanStep step) {
    sourcesWithoutEventTime(step)
        .forEach(source ->
            problems.add(
                step
                    + " needs event time, but the items of "
                    + source
                    + " have none: add .withEventTime(Order::time,"
                    + " EventTime.outOfOrderBy(Duration.ofSeconds(5))) after Stream.from(...)"));
  }

  private Set<PlanStep> sourcesWithoutEventTime(PlanStep step) {
    Set<PlanStep> found = new java.util.LinkedHashSet<>();
    Set<PlanStep> seen = new HashSet<>();
    List<PlanStep> open = new ArrayList<>(List.of(step));
    while (!open.isEmpty()) {
      PlanStep at = open.removeLast();
      if (!seen.add(at) || at.node() instanceof Node.AssignEventTime) {
        continue;
      }
      if (at.node() instanceof Node.Source) {
        found.add(at);
      }
      open.addAll(at.upstreams());
    }
    return found;
  }
}
