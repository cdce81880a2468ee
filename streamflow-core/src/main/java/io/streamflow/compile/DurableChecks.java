package io.streamflow.compile;

import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a job needs besides to keep its state on disk and find it again. Pure functions. */
public final class DurableChecks {
  private DurableChecks() {}

  /** Everything that is missing; empty when the state of {@code plan} can be stored. */
  public static List<String> problems(Plan plan) {
    List<String> problems = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      if (step.node() instanceof Node.Keyed) {
        if (isNameless(step)) {
          problems.add(
              step
                  + " keeps state, which is found again by the step's name: "
                  + namingCall(step.node().step().kind()));
        }
        if (StateCodecs.of(step) instanceof StateCodecs.Missing(var missing)) {
          problems.addAll(missing);
        }
      }
    }
    problems.addAll(
        nameless(
            plan,
            step -> step.node() instanceof Node.Source,
            "sources, and where each has read to is found again by its name: add"
                + " .named(\"...\") right after Stream.from(...)"));
    problems.addAll(
        nameless(
            plan,
            step -> step.node() instanceof Node.Sink,
            "sinks, and what each still has to commit is found again by its name: write"
                + " .to(\"...\", sink)"));
    // One keyBy may serve several steps.
    return problems.stream().distinct().toList();
  }

  private static String namingCall(String kind) {
    return switch (kind) {
      case "reduce" -> "write reduce(\"...\", reducer) or add .named(\"...\")";
      case "window", "aggregate" -> "write aggregate(\"...\", aggregator) or add .named(\"...\")";
      default -> "add .named(\"...\")";
    };
  }

  private static List<String> nameless(Plan plan, Predicate<PlanStep> kind, String why) {
    List<PlanStep> all = plan.steps().stream().filter(kind).toList();
    return all.size() < 2
        ? List.of()
        : all.stream()
            .filter(DurableChecks::isNameless)
            .map(step -> step + " is one of " + all.size() + " " + why)
            .toList();
  }

  private static boolean isNameless(PlanStep step) {
    return step.node().step().name().isEmpty();
  }
}
