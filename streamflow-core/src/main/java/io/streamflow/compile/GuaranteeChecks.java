package io.streamflow.compile;

import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.plan.Node;
import io.streamflow.plan.Plan;
import io.streamflow.plan.PlanStep;
import io.streamflow.spi.Guarantee;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds sources and sinks that cannot give what the options ask for. Pure. */
final class GuaranteeChecks {
  private GuaranteeChecks() {}

  static List<String> problems(Plan plan, JobOptions options) {
    List<String> problems = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      switch (step.node()) {
        case Node.Source node when !node.source().replayable() -> {
          if (options.isExactlyOnce()) {
            problems.add(
                step
                    + ": exactlyOnce() needs sources that can be read again after a crash, and "
                    + node.source().description()
                    + " cannot: read from files or a log, or leave exactlyOnce() out");
          }
          if (options.restart().attempts() > 0) {
            problems.add(
                step
                    + ": restart(...) opens the sources again, and "
                    + node.source().description()
                    + " can be opened once: read from files or a log, or leave restart(...) out");
          }
        }
        case Node.Sink node
            when options.isExactlyOnce() && node.sink().guarantee() == Guarantee.AT_LEAST_ONCE ->
            problems.add(
                step
                    + ": exactlyOnce() needs sinks that commit or are idempotent, and "
                    + node.sink().description()
                    + " is at-least-once: items after the last checkpoint may show twice; use"
                    + " another sink, or leave exactlyOnce() out");
        default -> {}
      }
      if (options.isExactlyOnce()) {
        step.node()
            .step()
            .onError()
            .flatMap(policy -> problem(step + ": its", policy))
            .ifPresent(problems::add);
      }
    }
    if (options.isExactlyOnce()) {
      problem("JobOptions.onError: the", options.onError()).ifPresent(problems::add);
    }
    return problems;
  }

  /** Dead letters are output like any other. */
  private static Optional<String> problem(String whose, OnError policy) {
    return switch (policy) {
      case OnError.DeadLetter(var sink) when sink.guarantee() == Guarantee.AT_LEAST_ONCE ->
          Optional.of(
              whose
                  + " dead-letter sink, "
                  + sink.description()
                  + ", is at-least-once, and exactlyOnce() needs sinks that commit or are"
                  + " idempotent: failed items after the last checkpoint may show twice; use"
                  + " another sink, or leave exactlyOnce() out");
      case OnError.Retry retry -> problem(whose, retry.then());
      case OnError.DeadLetter _, OnError.Fail _, OnError.Skip _ -> Optional.empty();
    };
  }
}
