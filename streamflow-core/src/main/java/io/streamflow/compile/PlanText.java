package io.streamflow.compile;

import io.streamflow.job.OnError;
import io.streamflow.plan.Node;
import io.streamflow.plan.PlanStep;
import io.streamflow.time.TimeToLive;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Shows an execution plan to a person. */
public final class PlanText {
  private PlanText() {}

  /** One block per stage; steps are indented under the step whose items they take. */
  public static String tree(ExecutionPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(count(plan.plan().steps().size(), "step"))
        .append(" in ")
        .append(count(plan.stages().size(), "stage"))
        .append('\n');
    for (Stage stage : plan.stages()) {
      text.append("\nstage ")
          .append(stage.id() + 1)
          .append(", parallelism ")
          .append(stage.parallelism())
          .append('\n');
      for (PlanStep step : stage.steps()) {
        List<Edge> arriving = plan.edges().stream().filter(edge -> edge.to() == step).toList();
        if (arriving.isEmpty() && !step.upstreams().isEmpty()) {
          continue; // shown under the step it takes items from
        }
        for (Edge edge : arriving) {
          text.append("  from stage ")
              .append(edge.fromStage() + 1)
              .append(", ")
              .append(label(edge.exchange()))
              .append('\n');
        }
        subtree(plan, stage, step, 1, text);
      }
    }
    return text.toString();
  }

  /** The stages with their parallelism, in one line. */
  public static String line(ExecutionPlan plan) {
    return count(plan.plan().steps().size(), "step")
        + " in "
        + count(plan.stages().size(), "stage")
        + ", "
        + plan.stages().stream()
            .map(stage -> stage.name() + " x" + stage.parallelism())
            .collect(Collectors.joining(", "));
  }

  private static void subtree(
      ExecutionPlan plan, Stage stage, PlanStep step, int depth, StringBuilder text) {
    text.append("  ".repeat(depth)).append(line(step)).append('\n');
    for (Edge edge : plan.outOf(stage)) {
      if (edge.from() == step) {
        text.append("  ".repeat(depth + 1))
            .append("=> stage ")
            .append(edge.toStage() + 1)
            .append(", ")
            .append(label(edge.exchange()))
            .append('\n');
      }
    }
    List<PlanStep> fused =
        plan.plan().consumers(step).stream()
            .distinct() // a stream merged with itself is one step
            .filter(stage.steps()::contains)
            .filter(next -> next.upstreams().getLast() == step)
            .toList();
    for (PlanStep next : fused) {
      subtree(plan, stage, next, fused.size() > 1 ? depth + 1 : depth, text);
    }
  }

  /** A flowchart with one subgraph per stage. */
  public static String mermaid(ExecutionPlan plan) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    for (Stage stage : plan.stages()) {
      text.append("  subgraph stage")
          .append(stage.id() + 1)
          .append("[\"stage ")
          .append(stage.id() + 1)
          .append(" x")
          .append(stage.parallelism())
          .append("\"]\n");
      for (PlanStep step : stage.steps()) {
        text.append("    s")
            .append(step.id())
            .append("[\"")
            .append(line(step).replace("\"", "#quot;").replace("  ", "<br/>"))
            .append("\"]\n");
      }
      text.append("  end\n");
    }
    for (PlanStep step : plan.plan().steps()) {
      for (PlanStep upstream : step.upstreams()) {
        String crossing =
            plan.edges().stream()
                .filter(edge -> edge.from() == upstream && edge.to() == step)
                .findFirst()
                .map(edge -> " == " + label(edge.exchange()) + " ==> ")
                .orElse(" --> ");
        text.append("  s").append(upstream.id()).append(crossing).append('s').append(step.id());
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String line(PlanStep step) {
    String description = description(step);
    return step + (description.isEmpty() ? "" : "  " + description);
  }

  /** What there is to say of a step beside its kind and name; may be empty. */
  public static String description(PlanStep step) {
    String detail = detail(step.node());
    String policy = step.node().step().onError().map(PlanText::detail).orElse("");
    return (detail
            + step.node().step().timeToLive().map(PlanText::detail).orElse("")
            + (policy.isEmpty() ? "" : "  on error: " + policy))
        .strip();
  }

  private static String detail(TimeToLive life) {
    return "  forgets after "
        + life.duration()
        + switch (life.kind()) {
          case EVENT_TIME -> " in event time";
          case PROCESSING_TIME -> " by the clock";
        };
  }

  private static String detail(OnError policy) {
    return switch (policy) {
      case OnError.Fail _ -> "fail";
      case OnError.Skip _ -> "skip";
      case OnError.Retry retry ->
          "retry " + count(retry.attempts(), "time") + ", then " + detail(retry.then());
      case OnError.DeadLetter(var sink) -> "dead letters to " + sink.description();
    };
  }

  private static String detail(Node node) {
    return switch (node) {
      case Node.Source source -> source.source().description();
      case Node.Sink sink -> sink.sink().description() + ", " + sink.sink().guarantee();
      case Node.AssignEventTime time -> time.strategy().toString();
      case Node.LimitRate limit -> limit.perSecond() + "/s, burst " + limit.burst();
      case Node.Windowed windowed -> detail(windowed.spec());
      default -> "";
    };
  }

  private static String detail(Node.WindowSpec spec) {
    String cut =
        switch (spec.windows()) {
          case Windows.Tumbling t -> "tumbling " + duration(t.sizeMillis());
          case Windows.Sliding s ->
              "sliding " + duration(s.sizeMillis()) + " every " + duration(s.slideMillis());
          case Windows.Session s -> "session, gap " + duration(s.gapMillis());
          case Windows.Count c -> "every " + count(c.count(), "item");
          case Windows.Global _ -> "global";
        };
    return cut
        + (spec.latenessMillis() > 0 ? ", lateness " + duration(spec.latenessMillis()) : "")
        + spec.earlyMillis().map(early -> ", early every " + duration(early)).orElse("");
  }

  private static String label(Exchange exchange) {
    return switch (exchange) {
      case Exchange.Forward _ -> "forward";
      case Exchange.Rebalance _ -> "round-robin";
      case Exchange.HashByKey by -> by.aggregates() ? "pre-aggregated, hash by key" : "hash by key";
    };
  }

  private static String duration(long millis) {
    return Duration.ofMillis(millis).toString();
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
