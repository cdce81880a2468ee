package io.streamflow.runtime;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.operator.StepFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a job, one after the other: another follows when the job is rescaled, or fails and is
 * to be restarted. {@link #toTheEnd} is the coordinator thread's; the others may be called by any.
 */
final class JobRuns {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.job");
  private static final JobProgress NO_PROGRESS = new JobProgress(0, Optional.empty(), Map.of());

  /** Makes a run, not started; it goes on from the last checkpoint, if there is one. */
  @FunctionalInterface
  interface Factory {
    /** A run with these options. */
    JobRun make(JobOptions options);
  }

  /** A change of parallelism that somebody waits for. */
  private record Rescale(int parallelism, CompletableFuture<Void> answer) {}

  private final Factory factory;
  private JobOptions options;
  private @Nullable JobRun run;
  private @Nullable Rescale rescale;
  private Optional<CheckpointInfo> newest = Optional.empty();

  /** The job was asked to end: no other run is to follow. */
  private boolean endWanted;

  private int restarts;

  /** With a first run, which is made at once, so that the caller hears of what is wrong. */
  JobRuns(JobOptions options, Factory factory) {
    this.options = options;
    this.factory = factory;
    this.run = factory.make(options);
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
        case RunEnd.Paused _ -> end = rescaled();
        case RunEnd.Failed(var failure) -> {
          if (!waitForRestart()) {
            return new JobStatus.Failed(JobFailures.jobFailed(options.name(), failure));
          }
          end = anotherRun();
        }
      }
    }
  }

  private RunEnd runOnce() {
    JobRun current;
    synchronized (this) {
      current = run;
      if (current == null) {
        throw new IllegalStateException("no run was made");
      }
    }
    current.start();
    RunEnd end = current.finish();
    synchronized (this) {
      Optional<CheckpointInfo> made = current.newestCheckpoint();
      if (made.isPresent()) {
        newest = made;
        restarts = 0;
      }
    }
    return end;
  }

  private RunEnd anotherRun() {
    try {
      JobRun next = factory.make(options);
      synchronized (this) {
        run = next;
        if (endWanted) {
          next.requestCancel();
        }
      }
    } catch (RuntimeException e) {
      return new RunEnd.Failed(new StepFailure("start", String.valueOf(e.getMessage()), e));
    }
    return runOnce();
  }

  /** Goes on with another parallelism; with the old one when that cannot be. */
  private RunEnd rescaled() {
    Rescale wanted;
    synchronized (this) {
      wanted = rescale;
      rescale = null;
    }
    if (wanted == null) {
      return new RunEnd.Stopped();
    }
    JobOptions before = options;
    options = options.parallelism(wanted.parallelism);
    try {
      JobRun next = factory.make(options);
      synchronized (this) {
        run = next;
      }
    } catch (RuntimeException e) {
      wanted.answer.completeExceptionally(e);
      options = before;
      return anotherRun();
    }
    LOG.info("job '{}' goes on with parallelism {}", options.name(), wanted.parallelism);
    wanted.answer.complete(null);
    return runOnce();
  }

  /** Waits for the next attempt; false when there is none. */
  private synchronized boolean waitForRestart() {
    if (endWanted || restarts >= options.restart().attempts()) {
      return false;
    }
    restarts++;
    Duration backoff = options.restart().wait(restarts);
    LOG.warn(
        "job '{}' is started again from its last checkpoint in {}, attempt {} of {}",
        options.name(),
        backoff,
        restarts,
        options.restart().attempts());
    long until = System.nanoTime() + backoff.toNanos();
    for (long left = backoff.toNanos(); left > 0 && !endWanted; left = until - System.nanoTime()) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        LOG.debug("the coordinator of job '{}' was interrupted; it goes on", options.name());
      }
    }
    return !endWanted;
  }

  /** Ends the job when what was read is processed. */
  void stop() {
    JobRun current = wantEnd();
    if (current != null) {
      current.requestStop();
    }
  }

  /** Ends the job now; returns the threads that are to end. */
  List<Thread> cancel() {
    JobRun current = wantEnd();
    if (current == null) {
      return List.of();
    }
    current.requestCancel();
    return current.threads();
  }

  private synchronized @Nullable JobRun wantEnd() {
    endWanted = true;
    notifyAll();
    return run;
  }

  /** Asks for a checkpoint, and perhaps for a copy of it. */
  CompletableFuture<CheckpointInfo> requestCheckpoint(Optional<Path> copyTo) {
    JobRun current = current();
    return current == null
        ? CompletableFuture.failedFuture(
            new StreamFlowException.CheckpointFailed(options.name(), "the job is over"))
        : current.requestCheckpoint(copyTo);
  }

  /** A step's state as of the last checkpoint. */
  <K, V> StateSnapshot<K, V> state(String step, Class<K> key, Class<V> value) {
    JobRun current = current();
    if (current == null) {
      throw new StreamFlowException.CheckpointFailed(options.name(), "the job is over");
    }
    return current.state(step, key, value);
  }

  /** Ends the run with a checkpoint and goes on from it with another parallelism. */
  CompletableFuture<Void> rescale(int parallelism) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    JobRun current;
    synchronized (this) {
      current = run;
      String refusal =
          options.stateDirectory().isEmpty()
              ? "it is not durable: start it with JobOptions.durable(directory)"
              : endWanted || current == null
                  ? "the job is ending"
                  : rescale != null ? "it is being rescaled already" : "";
      if (!refusal.isEmpty() || current == null) {
        return CompletableFuture.failedFuture(
            new StreamFlowException.CheckpointFailed(options.name(), refusal));
      }
      rescale = new Rescale(parallelism, answer);
    }
    current.requestPause();
    return answer;
  }

  /** The newest checkpoint since the job was started. */
  Optional<CheckpointInfo> newestCheckpoint() {
    JobRun current = current();
    Optional<CheckpointInfo> made = current == null ? Optional.empty() : current.newestCheckpoint();
    synchronized (this) {
      return made.isPresent() ? made : newest;
    }
  }

  private synchronized @Nullable JobRun current() {
    return run;
  }

  /** Whether the job is to end, or is ending. */
  boolean isEndComing() {
    JobRun current = current();
    synchronized (this) {
      return endWanted || current == null || current.isEndComing();
    }
  }

  /** How far the run at hand has come. */
  JobProgress progress() {
    JobRun current = current();
    return current == null ? NO_PROGRESS : current.progress();
  }

  /** Lets go of the first run, when there is nobody to see it to its end. */
  synchronized void abandon() {
    if (run != null) {
      run.abandon();
    }
  }

  /** Lets go of the last run, and tells those who still wait for something that it will not be. */
  synchronized void forget() {
    run = null;
    if (rescale != null) {
      rescale.answer.completeExceptionally(
          new StreamFlowException.CheckpointFailed(options.name(), "the job ended before"));
      rescale = null;
    }
  }
}
