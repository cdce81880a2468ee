package io.streamflow.runtime;

import io.streamflow.job.FailureView;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StreamFlowException;
import io.streamflow.operator.StepFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a job, one after the other: another follows when the job is rescaled, or fails and is
 * to be restarted. Used by the coordinator thread; what others ask meanwhile is in {@link
 * JobRequests}.
 */
final class JobRuns {
  /** Makes runs, not started; each goes on from the last checkpoint, if there is one. */
  interface Factory {
    /** A run with these options. */
    JobRun make(JobOptions options);

    /**
     * Refuses options with which the pipeline cannot run; touches nothing.
     *
     * @throws StreamFlowException.InvalidPipeline with every problem
     */
    void check(JobOptions options);
  }

  private final Factory factory;
  private final JobRequests requests;
  private int restarts;
  private final AtomicInteger restartsMade = new AtomicInteger();
  private volatile @Nullable FailureView lastFailure;

  JobRuns(Factory factory, JobRequests requests) {
    this.factory = factory;
    this.requests = requests;
  }

  /** How often the job was started again after a failure. Any thread. */
  int restartsMade() {
    return restartsMade.get();
  }

  /** What it was last started again for, or has failed with. Any thread. */
  Optional<FailureView> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /** Sees the job to its end, and tells how it ended. */
  JobStatus toTheEnd() {
    RunEnd end = runOnce();
    while (true) {
      switch (end) {
        case RunEnd.Completed _ -> {
          return new JobStatus.Completed();
        }
        case RunEnd.Stopped _ -> {
          return new JobStatus.Stopped();
        }
        case RunEnd.Cancelled _ -> {
          return new JobStatus.Cancelled();
        }
        case RunEnd.Paused _ -> end = requests.wantedEnd().orElseGet(this::anotherRun);
        case RunEnd.Failed(var failure) -> {
          lastFailure =
              new FailureView(Instant.now(), failure.step(), String.valueOf(failure.getMessage()));
          if (!waitForRestart()) {
            return new JobStatus.Failed(JobFailures.jobFailed(requests.options().name(), failure));
          }
          restartsMade.incrementAndGet();
          end = anotherRun();
        }
      }
    }
  }

  private RunEnd runOnce() {
    JobRun current = requests.run().orElseThrow(() -> new IllegalStateException("no run was made"));
    current.start();
    RunEnd end = current.finish();
    requests.ended(current);
    if (current.hasProgressed()) { // else what fails would fail for ever, checkpoint or not
      restarts = 0;
    }
    return end;
  }

  /**
   * Goes on, with another parallelism when somebody waits for that, whatever ended the last run.
   */
  private RunEnd anotherRun() {
    JobOptions before = requests.options();
    Optional<JobRequests.Rescale> change = requests.takeRescale();
    try {
      JobRun next = factory.make(requests.options());
      next.announce();
      change.ifPresent(made ->
          Logs.JOB.info("job '{}' goes on with parallelism {}", before.name(), made.parallelism()));
      requests.follow(next);
    } catch (RuntimeException e) {
      if (change.isEmpty()) {
        return new RunEnd.Failed(notStarted(e));
      }
      change.get().answer().completeExceptionally(e);
      requests.goOnWith(before);
      return anotherRun();
    }
    change.ifPresent(made -> made.answer().complete(null));
    return runOnce();
  }

  private static StepFailure notStarted(RuntimeException e) {
    if (e instanceof StreamFlowException.JobFailed failed) { // a source has no partitions now
      Throwable cause = failed.getCause();
      return new StepFailure(
          failed.step(), String.valueOf(failed.getMessage()), cause == null ? failed : cause);
    }
    return new StepFailure("start", String.valueOf(e.getMessage()), e);
  }

  /** Waits for the next attempt; false when there is none. */
  private boolean waitForRestart() {
    JobOptions options = requests.options();
    if (requests.isEndWanted() || restarts >= options.restart().attempts()) {
      return false;
    }
    restarts++;
    Duration backoff = options.restart().wait(restarts);
    Logs.JOB.warn(
        "job '{}' is started again from its last checkpoint in {}, attempt {} of {}",
        options.name(),
        backoff,
        restarts,
        options.restart().attempts());
    return requests.noEndIsWantedFor(backoff);
  }
}
