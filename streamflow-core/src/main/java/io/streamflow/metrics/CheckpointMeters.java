package io.streamflow.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What is recorded of each checkpoint of a job. */
record CheckpointMeters(
    Timer duration, Timer pause, DistributionSummary bytes, DistributionSummary entries) {

  static CheckpointMeters register(MeterRegistry registry, Tags tags, Consumer<Meter> keep) {
    CheckpointMeters meters =
        new CheckpointMeters(
            timer(MeterNames.CHECKPOINT_DURATION, tags, registry),
            timer(MeterNames.CHECKPOINT_PAUSE, tags, registry),
            summary(MeterNames.CHECKPOINT_BYTES, tags, registry),
            summary(MeterNames.CHECKPOINT_ENTRIES, tags, registry));
    List.of(meters.duration, meters.pause, meters.bytes, meters.entries).forEach(keep);
    return meters;
  }

  private static Timer timer(MeterNames name, Tags tags, MeterRegistry registry) {
    return Timer.builder(name.meter())
        .description(name.description())
        .tags(tags)
        .register(registry);
  }

  private static DistributionSummary summary(MeterNames name, Tags tags, MeterRegistry registry) {
    return DistributionSummary.builder(name.meter())
        .description(name.description())
        .baseUnit(name.unit())
        .tags(tags)
        .register(registry);
  }

  void completed(CheckpointInfo checkpoint) {
    duration.record(checkpoint.duration());
    pause.record(checkpoint.longestPause());
    bytes.record((double) checkpoint.bytes());
    entries.record((double) checkpoint.entries());
  }

  static double ageSeconds(JobView job) {
    Instant last =
        job.checkpoints().stream()
            .flatMap(checkpoints -> checkpoints.recent().stream())
            .map(CheckpointInfo::completed)
            .reduce((_, newer) -> newer)
            .orElse(job.started());
    return Duration.between(last, job.taken()).toMillis() / 1e3;
  }

  static double pendingSeconds(JobView job) {
    return job.checkpoints()
        .flatMap(CheckpointsView::pending)
        .map(pending -> pending.since().toMillis() / 1e3)
        .orElse(0.0);
  }
}
