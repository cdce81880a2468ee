package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.AbstractThrowableAssert;

/** A state directory, and what tests do with jobs on it. */
record StateUnderTest(Path path) {

  /** Checkpoints come when they are asked for, and at the end. */
  JobOptions options() {
    return JobOptions.durable(path).checkpointInterval(Duration.ofHours(1)).parallelism(1);
  }

  /** Runs until so many items are read, and stops with a checkpoint. */
  void runUntil(long items, Pipeline pipeline, JobOptions options) throws InterruptedException {
    try (Job job = pipeline.start(options)) {
      awaitRead(job, items);
      job.stop();
      job.await();
    }
  }

  static void awaitRead(Job job, long items) {
    await(job, () -> job.progress().itemsRead() >= items);
  }

  /** Waits for something that a job does, until the job is over or the test's time is. */
  static void await(Job job, BooleanSupplier done) {
    while (!done.getAsBoolean() && !job.status().isFinal()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("waited in vain; the job: " + job.progress());
      }
      Thread.onSpinWait();
    }
  }

  /** Fails unless the start is refused, for reasons to be looked at, and nothing was changed. */
  <E extends StreamFlowException> AbstractThrowableAssert<?, E> assertRefused(
      Class<E> type, Pipeline pipeline, JobOptions options) throws IOException {
    byte[] before = bytes();
    E refusal = catchThrowableOfType(type, () -> pipeline.start(options).close());
    assertThat(refusal).as("refused").isNotNull();
    assertThat(bytes()).as("data.mdb").isEqualTo(before);
    return assertThat(refusal);
  }

  /** What the data file holds; nothing when it is not there. */
  byte[] bytes() throws IOException {
    Path file = path.resolve("data.mdb");
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }
}
