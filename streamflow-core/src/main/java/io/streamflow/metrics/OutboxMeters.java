package io.streamflow.metrics;

import io.streamflow.job.JobView;
import io.streamflow.job.OutboxView;
import java.util.Optional;

/** What waits to be delivered to a sink. */
final class OutboxMeters {
  private OutboxMeters() {}

  static OutboxView of(JobView job, String sink) {
    return job.outboxes().stream()
        .filter(outbox -> outbox.sink().equals(sink))
        .findFirst()
        .orElseGet(() -> new OutboxView(sink, 0, 0, Optional.empty(), Optional.empty()));
  }

  static double ageSeconds(JobView job, String sink) {
    return of(job, sink).oldest().map(oldest -> oldest.toMillis() / 1e3).orElse(0.0);
  }
}
