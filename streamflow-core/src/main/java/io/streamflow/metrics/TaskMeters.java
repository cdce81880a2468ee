package io.streamflow.metrics;

import io.micrometer.core.instrument.Tags;
import io.streamflow.job.JobView;
import io.streamflow.job.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a step's tasks spend their time on, and how far they have come in event time. */
final class TaskMeters {
  private TaskMeters() {}

  /** Registers one meter. */
  @FunctionalInterface
  interface Registrar {
    void register(MeterNames name, Tags tags, ToDoubleFunction<JobView> value);
  }

  static void register(Registrar counter, Registrar gauge, Tags tags, int step) {
    counter.register(MeterNames.WORKING, tags, seconds(step, TaskView::working));
    counter.register(MeterNames.READING, tags, seconds(step, TaskView::reading));
    counter.register(MeterNames.WAITING, tags, seconds(step, TaskView::waiting));
    counter.register(MeterNames.BLOCKED, tags, seconds(step, TaskView::blocked));
    counter.register(MeterNames.PAUSED, tags, seconds(step, TaskView::paused));
    gauge.register(MeterNames.TASKS, tags, job -> job.tasks(stage(job, step)).size());
    gauge.register(MeterNames.CHANNEL_FILL, tags, job -> fill(job, step));
    gauge.register(
        MeterNames.WATERMARK,
        tags,
        job -> watermark(job, step).map(TaskMeters::epochSeconds).orElse(Double.NaN));
    gauge.register(
        MeterNames.WATERMARK_LAG,
        tags,
        job ->
            watermark(job, step)
                .map(reached -> epochSeconds(job.taken()) - epochSeconds(reached))
                .orElse(Double.NaN));
  }

  private static int stage(JobView job, int step) {
    return job.steps().get(step).stage();
  }

  private static ToDoubleFunction<JobView> seconds(int step, Function<TaskView, Duration> part) {
    return job ->
        job.tasks(stage(job, step)).stream()
            .mapToDouble(task -> part.apply(task).toNanos() / 1e9)
            .sum();
  }

  private static double fill(JobView job, int step) {
    return job.channels().stream()
        .filter(channel -> channel.to() == step)
        .mapToDouble(channel -> (double) channel.fullest() / channel.capacity())
        .max()
        .orElse(0);
  }

  private static Optional<Instant> watermark(JobView job, int step) {
    return job.tasks(stage(job, step)).stream()
        .flatMap(task -> task.watermark().stream())
        .min(Comparator.naturalOrder());
  }

  static double epochSeconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
