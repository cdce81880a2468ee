package io.streamflow.runtime;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a job while runs come and go: it meets the run at hand, or waits for the next.
 * May be called by any thread; what only the coordinator calls says so.
 */
final class JobRequests {
  private static final JobProgress NO_PROGRESS = new JobProgress(0, Optional.empty(), Map.of());

  private static final RunView NO_VIEW =
      new RunView(List.of(), List.of(), List.of(), List.of(), Optional.empty(), List.of());

  /** How the job was asked to end; no other run is to follow then. */
  private enum Wanted {
    NO_END,
    STOP,
    CANCEL
  }

  /** A change of parallelism that somebody waits for. */
  record Rescale(int parallelism, CompletableFuture<Void> answer) {}

  private final JobRuns.Factory factory;
  private JobOptions options;
  private @Nullable JobRun run;
  private @Nullable Rescale rescale;
  private Optional<CheckpointInfo> newest = Optional.empty();
  private Wanted wanted = Wanted.NO_END;

  /** With a first run, which is made at once, so that the caller hears of what is wrong. */
  JobRequests(JobOptions options, JobRuns.Factory factory) {
    this.options = options;
    this.factory = factory;
    this.run = factory.make(options);
  }

  /** The options of the run at hand, or of the next. */
  synchronized JobOptions options() {
    return options;
  }

  /** The run at hand; none when the job is over. */
  synchronized Optional<JobRun> run() {
    return Optional.ofNullable(run);
  }

  /** Keeps what is to be known of a run that has ended; the coordinator's. */
  synchronized void ended(JobRun last) {
    Optional<CheckpointInfo> made = last.newestCheckpoint();
    if (made.isPresent()) {
      newest = made;
    }
  }

  /** How the job ends that was asked to while it was paused. */
  synchronized Optional<RunEnd> wantedEnd() {
    return switch (wanted) {
      case NO_END -> Optional.empty();
      case STOP -> Optional.of(new RunEnd.Stopped());
      case CANCEL -> Optional.of(new RunEnd.Cancelled());
    };
  }

  /** Whether no run is to follow. */
  synchronized boolean isEndWanted() {
    return wanted != Wanted.NO_END;
  }

  /** The change that somebody waits for, now in the options; the coordinator's. */
  synchronized Optional<Rescale> takeRescale() {
    Optional<Rescale> taken = Optional.ofNullable(rescale);
    taken.ifPresent(change -> options = options.parallelism(change.parallelism));
    rescale = null;
    return taken;
  }

  /** Takes back a change with which no run could be made; the coordinator's. */
  synchronized void goOnWith(JobOptions before) {
    options = before;
  }

  /** Makes it the run at hand, which then hears of what was wanted while there was none. */
  synchronized void follow(JobRun next) {
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

  /** Waits so long; false as soon as the job is asked to end. */
  synchronized boolean noEndIsWantedFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos();
        left > 0 && wanted == Wanted.NO_END;
        left = until - System.nanoTime()) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        Logs.JOB.debug("the coordinator of job '{}' was interrupted; it goes on", options.name());
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

  /** What is shown of the run at hand, or of the last one; with the options it runs with. */
  RunView view() {
    JobRun current = current();
    return current == null ? NO_VIEW : current.view();
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
