package io.streamflow.operator;

import io.streamflow.job.FailedItem;
import io.streamflow.metrics.StepCounters;
import io.streamflow.spi.SinkWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one subtask of a step puts the items that failed: in its counters, the log and the dead
 * letters. Used by the task's thread alone.
 */
final class StepErrors {
  private final String job;
  private final String step;
  private final StepCounters counters;
  private final @Nullable SinkWriter<FailedItem> deadLetters;
  private boolean sampled;

  StepErrors(
      String job,
      String step,
      StepCounters counters,
      @Nullable SinkWriter<FailedItem> deadLetters) {
    this.job = job;
    this.step = step;
    this.counters = counters;
    this.deadLetters = deadLetters;
  }

  void retried(Exception error) {
    counters.retries().increment();
    counters.failed(FailureText.shown(error));
  }

  /** Counts an item that is left out, and logs the first. */
  void skipped(Object item, String where, Exception error) {
    counters.skipped().increment();
    counters.failed(FailureText.shown(error));
    if (!sampled) {
      sampled = true;
      Logs.ERRORS.warn(
          "job '{}', step '{}' skips items that fail; the first: {} {} {}",
          job,
          step,
          FailureText.shown(item),
          where,
          FailureText.shown(error)); // as text: an item that was meant to be skipped needs no trace
    }
  }

  /** Gives an item to the dead letters; counts it only when they have taken it. */
  void writeDeadLetter(Object item, long timestamp, Exception error) throws Exception {
    Objects.requireNonNull(deadLetters)
        .write(
            new FailedItem(
                step,
                item,
                timestamp == Timestamps.NONE
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(timestamp)),
                error));
    counters.deadLettered().increment();
    counters.failed(FailureText.shown(error));
  }
}
