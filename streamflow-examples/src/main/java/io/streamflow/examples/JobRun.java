package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.StepProgress;

/** Runs the job of an example whose results are printed, and tells beside them what was read. */
final class JobRun {
  private JobRun() {}

  /** Returns when the input has ended; throws what {@link Job#await} throws. */
  static void toTheEnd(Pipeline pipeline, String name) throws InterruptedException {
    try (Job job = pipeline.start(JobOptions.defaults().name(name))) {
      job.await();
      JobProgress progress = job.progress();
      long skipped =
          progress.steps().values().stream().mapToLong(StepProgress::skipped).sum();
      System.err.printf(
          "%,d records read, %,d skipped, %,d late%n",
          progress.itemsRead(), skipped, progress.late());
    }
  }
}
