package io.streamflow.diagnosis;

import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.StepView;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why no items come to a step, or none leave it. */
final class FlowCause {
  private static final Duration LONG_SILENCE = Duration.ofSeconds(5);

  private final JobView job;
  private final Upstreams upstreams;

  FlowCause(JobView job, Upstreams upstreams) {
    this.job = job;
    this.upstreams = upstreams;
  }

  Optional<String> of(StepView step) {
    if (step.in() == 0 && !step.upstreams().isEmpty()) {
      return Optional.of("No item has come to it yet" + blocker(step) + ".");
    }
    if (step.in() > 0 && step.out() == 0 && step.window().isEmpty()) {
      return Optional.of(swallows(step) + ".");
    }
    return silence(step);
  }

  /** The nearest step before that has let nothing through. */
  private String blocker(StepView step) {
    for (StepView before : upstreams.of(step)) {
      if (before.in() > 0 && before.out() == 0) {
        return before
            .window()
            .map(window -> ": " + inner(new TimeCause(job, upstreams).of(before, window)))
            .orElseGet(() -> ": " + inner(swallows(before)));
      }
      if (before.upstreams().isEmpty() && before.in() == 0) {
        return ": " + nothingRead(before);
      }
    }
    return "";
  }

  private static String inner(String sentence) {
    String start = Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    return start.endsWith(".") ? start.substring(0, start.length() - 1) : start;
  }

  private static String swallows(StepView step) {
    long lost = step.skipped() + step.deadLettered() + step.late();
    String taken = Words.count(step.in(), "item");
    return "'"
        + step.name()
        + "' ("
        + step.kind()
        + ") has handed on none of the "
        + taken
        + " that came"
        + (lost > 0
            ? "; "
                + Words.count(step.skipped(), "was skipped").replace("was skippeds", "were skipped")
                + ", "
                + step.deadLettered()
                + " dead-lettered, "
                + step.late()
                + " late"
            : "");
  }

  private String nothingRead(StepView source) {
    List<PartitionView> partitions =
        job.partitions().stream().filter(one -> one.step().equals(source.name())).toList();
    if (source.skipped() + source.deadLettered() > 0) {
      return "source '"
          + source.name()
          + "' could decode none of its records"
          + source.lastFailure().map(failure -> ", the last: " + failure.message()).orElse("");
    }
    return "source '"
        + source.name()
        + "' has read nothing from "
        + (partitions.isEmpty()
            ? "its partitions"
            : Words.names(partitions.stream().map(PartitionView::name).toList()))
        + " in "
        + Words.duration(job.age());
  }

  /** Items have come, but none any more. */
  private Optional<String> silence(StepView step) {
    List<PartitionView> partitions = upstreams.partitions(step);
    boolean ended =
        !partitions.isEmpty()
            && partitions.stream().allMatch(one -> one.standing() == PartitionView.Standing.ENDED);
    if (ended) {
      return Optional.of("All its partitions have ended.");
    }
    return partitions.stream()
        .min(Comparator.comparing(PartitionView::silent))
        .filter(heard -> heard.silent().compareTo(LONG_SILENCE) > 0)
        .map(heard ->
            "Nothing was read for "
                + Words.duration(heard.silent())
                + ": the last item came from partition '"
                + heard.name()
                + "' of '"
                + heard.step()
                + "'.");
  }
}
