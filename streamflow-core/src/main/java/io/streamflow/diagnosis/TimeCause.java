package io.streamflow.diagnosis;

import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.PartitionView.Standing;
import io.streamflow.job.StepView;
import io.streamflow.job.StepView.OpenWindow;
import io.streamflow.job.TaskView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Why an open window is not closed: what holds the watermark back. */
final class TimeCause {
  private final JobView job;
  private final Upstreams upstreams;

  TimeCause(JobView job, Upstreams upstreams) {
    this.job = job;
    this.upstreams = upstreams;
  }

  String of(StepView step, OpenWindow window) {
    String open =
        window
                .start()
                .map(start -> "window " + Words.time(start) + " to " + Words.time(window.end()))
                .orElse("a window that ends at " + Words.time(window.end()))
            + " of '"
            + step.name()
            + "' is open: ";
    return Character.toUpperCase(open.charAt(0)) + open.substring(1) + watermark(step);
  }

  private String watermark(StepView step) {
    List<PartitionView> partitions = upstreams.partitions(step);
    Optional<PartitionView> slowest =
        partitions.stream()
            .filter(partition -> partition.standing() == Standing.ACTIVE)
            .min(Comparator.comparing(partition -> partition.watermark().orElse(Instant.MIN)));
    Optional<Instant> reached =
        job.tasks(step.stage()).stream()
            .flatMap(task -> task.watermark().stream())
            .min(Comparator.naturalOrder());
    String at =
        reached
            .map(watermark -> "the watermark is " + Words.time(watermark))
            .orElse("there is no watermark yet");
    if (slowest.isPresent()) {
      return at + ", held back by " + partition(slowest.get()) + channels(step);
    }
    if (partitions.isEmpty()) {
      return at + "." + channels(step);
    }
    boolean ended = partitions.stream().allMatch(one -> one.standing() == Standing.ENDED);
    return at
        + (ended
            ? "; all its partitions have ended, and it closes with the end of the input."
            : "; no partition holds it back: all are idle, ended or too far ahead, and it goes on"
                + " with the next item.");
  }

  private static String partition(PartitionView partition) {
    return "partition '"
        + partition.name()
        + "' of '"
        + partition.step()
        + "', which "
        + partition
            .watermark()
            .map(watermark -> "is at " + Words.time(watermark))
            .orElse("has shown no time yet")
        + " and has been silent for "
        + Words.duration(partition.silent())
        + partition
            .idleAfter()
            .map(after -> " (counted as idle after " + Words.duration(after) + ").")
            .orElse(" (never counted as idle: give its event time an idle timeout).");
  }

  /** What waits in channels carries watermarks too. */
  private String channels(StepView step) {
    List<TaskView> tasks = job.tasks(step.stage());
    boolean queued =
        job.channels().stream()
            .anyMatch(channel ->
                channel.queued() > 0 && job.steps().get(channel.to()).stage() == step.stage());
    return queued && tasks.stream().anyMatch(task -> task.activity() == TaskView.Activity.WORKING)
        ? " Besides, items wait in its channel."
        : "";
  }
}
