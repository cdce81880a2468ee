package io.streamflow.runtime;

import io.streamflow.job.JobProgress;
import io.streamflow.job.StepProgress;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.Timestamps;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is asked of all source tasks of a job together. */
final class SourceTasks {
  private SourceTasks() {}

  static void requestStop(List<Task> tasks) {
    for (Task task : tasks) {
      if (task instanceof SourceTask source) {
        source.requestStop();
      }
    }
  }

  static JobProgress progress(List<Task> tasks, JobCounters counters) {
    long least = Long.MAX_VALUE;
    Set<String> steps = new HashSet<>();
    for (Task task : tasks) {
      if (task instanceof SourceTask source) {
        steps.add(source.stepName());
        if (source.holdsWatermarkBack()) {
          least = Math.min(least, source.publishedWatermark());
        }
      }
    }
    Map<String, StepProgress> counts = counters.progress();
    long read = 0;
    for (String step : steps) {
      read += counts.getOrDefault(step, StepProgress.NOTHING).in();
    }
    boolean known = least != Long.MAX_VALUE && least != Timestamps.NONE;
    return new JobProgress(
        read, known ? Optional.of(Instant.ofEpochMilli(least)) : Optional.empty(), counts);
  }
}
