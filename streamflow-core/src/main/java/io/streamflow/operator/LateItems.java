package io.streamflow.operator;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what came too late for a step of one subtask, and logs the first where nobody takes them.
 */
final class LateItems {
  private final String job;
  private final String step;
  private final boolean taken;
  private final LongAdder count;
  private boolean sampled;

  LateItems(String step, boolean taken, TaskContext context) {
    this.job = context.place.job();
    this.step = step;
    this.taken = taken;
    this.count = context.counters(step).late();
  }

  void note(Object item, long timestamp, long watermark) {
    count.increment();
    if (!taken && !sampled) {
      sampled = true;
      Logs.LATE.warn(
          "job '{}', step '{}' drops late items; the first has time {} at watermark {}: {} (late()"
              + " gives them as a stream, allowedLateness keeps windows open for them)",
          job,
          step,
          Instant.ofEpochMilli(timestamp),
          Instant.ofEpochMilli(watermark),
          item);
    }
  }
}
