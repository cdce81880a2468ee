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

  /** How the job was asked to end; no other run is to follow then. */
  private enum Wanted {
    NO_END,
    STOP,
    CANCEL
  }

  /** A change of parallelism that somebody waits for. */
  private record Rescale(int parallelism, CompletableFuture<Void> answer) {}

  private final Factory factory;
  private JobOptions options;
  private @Nullable JobRun run;
  private @Nullable Rescale rescale;
  private Optional<CheckpointInfo> newest = Optional.empty();

  private Wanted wanted = Wanted.NO_END;

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
        case RunEnd.Paused _ -> end = wantedEnd().orElseGet(this::anotherRun);
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
      }
      if (current.hasProgressed()) { // else what fails would fail for ever, checkpoint or not
        restarts = 0;
      }
    }
    return end;
  }

  /** How the job ends that was asked to while it was paused. */
  private synchronized Optional<RunEnd> wantedEnd() {
    return switch (wanted) {
      case NO_END -> Optional.empty();
      case STOP -> Optional.of(new RunEnd.Stopped());
      case CANCEL -> Optional.of(new RunEnd.Cancelled());
    };
  }

  /**
   * Goes on, with another parallelism when somebody waits for that, whatever ended the last run.
   */
  private RunEnd anotherRun() {
    JobOptions before = options;
    Optional<Rescale> change = takeRescale();
    try {
      JobRun next = factory.make(options);
      change.ifPresent(made ->
          LOG.info("job '{}' goes on with parallelism {}", options.name(), made.parallelism));
      follow(next);
    } catch (RuntimeException e) {
      if (change.isEmpty()) {
        return new RunEnd.Failed(notStarted(e));
      }
      change.get().answer.completeExceptionally(e);
      go(before);
      return anotherRun();
    }
    change.ifPresent(made -> made.answer.complete(null));
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

  private synchronized Optional<Rescale> takeRescale() {
    Optional<Rescale> taken = Optional.ofNullable(rescale);
    taken.ifPresent(change -> go(options.parallelism(change.parallelism)));
    rescale = null;
    return taken;
  }

  private synchronized void go(JobOptions with) {
    options = with;
  }

  /** Makes it the run at hand, which then hears of what was wanted while there was none. */
  private synchronized void follow(JobRun next) {
    run = next;
    switch (wanted) {
      case NO_END -> {
        if (rescale != null) {
          next.requestPause();
        }
      }
      case STOP -> next.requestStop();
      case CANCEL -> next.requestCancel();
    }
  }

  /** Waits for the next attempt; false when there is none. */
  private synchronized boolean waitForRestart() {
    if (wanted != Wanted.NO_END || restarts >= options.restart().attempts()) {
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
    for (long left = backoff.toNanos();
        left > 0 && wanted == Wanted.NO_END;
        left = until - System.nanoTime()) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        LOG.debug("the coordinator of job '{}' was interrupted; it goes on", options.name());
      }
    }
    return wanted == Wanted.NO_END;
  }

  /** Ends the job when what was read is processed. */
  void stop() {
    JobRun current = wantEnd(Wanted.STOP);
    if (current != null) {
      current.requestStop();
    }
  }

  /** Ends the job now; returns the threads that are to end. */
  List<Thread> cancel() {
    JobRun current = wantEnd(Wanted.CANCEL);
    if (current == null) {
      return List.of();
    }
    current.requestCancel();
    return current.threads();
  }

  private synchronized @Nullable JobRun wantEnd(Wanted end) {
    if (wanted != Wanted.CANCEL) {
      wanted = end;
    }
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

  /**
   * Ends the run with a checkpoint and goes on from it with another parallelism.
   *
   * @throws StreamFlowException.InvalidPipeline when the pipeline cannot run so; the run goes on
   */
  CompletableFuture<Void> rescale(int parallelism) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Optional<String> refusal = refusal();
    if (refusal.isEmpty()) {
      factory.check(options().parallelism(parallelism));
      refusal = pauseFor(new Rescale(parallelism, answer)); // much may have happened meanwhile
    }
    refusal.ifPresent(reason ->
        answer.completeExceptionally(
            new StreamFlowException.CheckpointFailed(options().name(), reason)));
    return answer;
  }

  private synchronized JobOptions options() {
    return options;
  }

  private synchronized Optional<String> refusal() {
    if (options.stateDirectory().isEmpty()) {
      return Optional.of("it is not durable: start it with JobOptions.durable(directory)");
    }
    if (wanted != Wanted.NO_END || run == null) {
      return Optional.of("the job is ending");
    }
    return rescale == null ? Optional.empty() : Optional.of("it is being rescaled already");
  }

  /** Takes note of the change and pauses the run, or tells why not. */
  private synchronized Optional<String> pauseFor(Rescale change) {
    Optional<String> refusal = refusal();
    if (refusal.isEmpty() && run != null) {
      rescale = change;
      run.requestPause();
    }
    return refusal;
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
      return wanted != Wanted.NO_END || current == null || current.isEndComing();
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
