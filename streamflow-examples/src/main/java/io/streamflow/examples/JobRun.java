package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StepProgress;
import java.util.Locale;
import java.util.Map;

/** Runs the job of an example whose results are printed, and tells beside them what was read. */
final class JobRun {
  private JobRun() {}

  /**
   * Returns when the input has ended; throws what {@link Job#await} throws.
   *
   * @param pipeline what to run; its source has the name {@code read}
   * @param name the job's name
   */
  static void toTheEnd(Pipeline pipeline, String name) throws InterruptedException {
    try (Job job = pipeline.start(JobOptions.defaults().name(name))) {
      job.await();
      Map<String, StepProgress> steps = job.progress().steps();
      // What a source could not decode is no item, but was read all the same.
      long undecoded = steps.getOrDefault("read", StepProgress.NOTHING).skipped();
      System.err.printf(
          Locale.ROOT,
          "%,d records read, %,d skipped, %,d late%n",
          job.progress().itemsRead() + undecoded,
          steps.values().stream().mapToLong(StepProgress::skipped).sum(),
          job.progress().late());
    }
  }
}
