package io.streamflow.runtime;

import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.metrics.CheckpointEvent;
import io.streamflow.metrics.CheckpointHistory;
import io.streamflow.operator.StepFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Decides when a run makes checkpoints, and makes them: by the clock, on request, when much has
 * changed, and a last one when the run is to end. {@link #run} is the coordinator thread's, a
 * platform thread, as the store asks for; requests come from any thread.
 */
final class CheckpointLoop {
  /** A rest between two slices of tidying up: a slow disk must not stop it for long. */
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What someone waits for: a checkpoint, and perhaps a copy of it. */
  private record Request(Optional<Path> copyTo, CompletableFuture<CheckpointInfo> answer) {}

  private final JobOptions options;
  private final Checkpoints checkpoints;
  private final CheckpointHistory history;
  private final StateDirectory directory;
  private final BooleanSupplier runIsEnding;
  private final long intervalNanos;
  private List<Request> requests = new ArrayList<>();
  private boolean lastWanted;
  private boolean over;

  /** For one run; {@code runIsEnding} tells that it was cancelled or has failed. */
  CheckpointLoop(
      JobOptions options,
      Checkpoints checkpoints,
      CheckpointHistory history,
      StateDirectory directory,
      BooleanSupplier runIsEnding) {
    this.options = options;
    this.checkpoints = checkpoints;
    this.history = history;
    this.directory = directory;
    this.runIsEnding = runIsEnding;
    this.intervalNanos = TimeUnit.NANOSECONDS.convert(options.checkpointInterval());
  }

  /** Asks for a checkpoint. */
  CompletableFuture<CheckpointInfo> request(Optional<Path> copyTo) {
    Request request = new Request(copyTo, new CompletableFuture<>());
    synchronized (checkpoints) {
      if (over) {
        request.answer.completeExceptionally(ended());
      } else {
        requests.add(request);
        checkpoints.wake();
      }
    }
    return request.answer;
  }

  /** Ends the run with a checkpoint, as soon as its sources have nothing left to lose. */
  void endSoon() {
    synchronized (checkpoints) {
      lastWanted = true;
      checkpoints.wake();
    }
  }

  /** Waits until the condition holds, or the run is to end, however. */
  void awaitUnlessEndIsComing(BooleanSupplier condition) throws InterruptedException {
    awaitUnlessEnding(() -> lastWanted || condition.getAsBoolean());
  }

  /**
   * Makes checkpoints until the last one is stored, or the run ends otherwise.
   *
   * @throws StepFailure when one cannot be stored
   */
  void run() throws InterruptedException {
    long begun = System.nanoTime();
    boolean wasLast = false;
    try {
      while (!wasLast && awaitTurn(begun + intervalNanos)) {
        begun = System.nanoTime();
        wasLast = isLast();
        List<Request> answered = takeRequests();
        try {
          make(wasLast, answered);
        } finally {
          answered.forEach(request -> request.answer.completeExceptionally(ended()));
        }
      }
    } finally {
      synchronized (checkpoints) {
        over = true;
      }
      takeRequests().forEach(request -> request.answer.completeExceptionally(ended()));
    }
  }

  /**
   * Waits for the next checkpoint's turn, and lets the directory tidy up meanwhile; false when the
   * run ends before.
   */
  private boolean awaitTurn(long dueNanos) throws InterruptedException {
    while (!checkpoints.holds(this::isTurn) && dueNanos - System.nanoTime() > 0) {
      long begun = System.nanoTime();
      if (fold()) {
        // Half of the time at most: the disk and the processors are not ours alone.
        long slept = System.nanoTime() + Math.min(System.nanoTime() - begun, LONGEST_REST_NANOS);
        checkpoints.await(this::isTurn, Math.min(dueNanos, slept));
      } else {
        checkpoints.await(this::isTurn, dueNanos);
      }
    }
    awaitUnlessEnding(() -> checkpoints.hasRoom() || isLast());
    return !runIsEnding.getAsBoolean();
  }

  private boolean isTurn() {
    return runIsEnding.getAsBoolean() || !requests.isEmpty() || checkpoints.isDirty() || isLast();
  }

  private boolean fold() {
    try {
      return directory.fold();
    } catch (RuntimeException e) {
      throw new StepFailure("checkpoint", String.valueOf(e.getMessage()), e);
    }
  }

  private boolean isLast() {
    synchronized (checkpoints) {
      return checkpoints.allEnded() || (lastWanted && checkpoints.allDrained());
    }
  }

  private List<Request> takeRequests() {
    synchronized (checkpoints) {
      List<Request> taken = requests;
      requests = new ArrayList<>();
      return taken;
    }
  }

  private void make(boolean isLast, List<Request> answered) throws InterruptedException {
    CheckpointEvent event = new CheckpointEvent();
    event.begin();
    checkpoints.begin(isLast);
    awaitUnlessEnding(checkpoints::isComplete);
    if (runIsEnding.getAsBoolean()) {
      return;
    }
    CheckpointInfo info;
    try {
      info = checkpoints.store();
    } catch (RuntimeException e) {
      history.failed();
      throw new StepFailure("checkpoint", String.valueOf(e.getMessage()), e);
    }
    event.stored(options.name(), info);
    history.completed(info);
    Logs.CHECKPOINT.debug("job '{}': {}", options.name(), info);
    boolean copied = answered.stream().anyMatch(request -> request.copyTo.isPresent());
    if (isLast || copied) {
      awaitUnlessEnding(checkpoints::allCommitted);
      awaitDelivered();
      if (runIsEnding.getAsBoolean()) {
        return;
      }
      checkpoints.noteCommitted();
    }
    answered.forEach(request -> answer(request, info));
  }

  /** A target that does not take its output must not keep a job that is to stop. */
  private void awaitDelivered() throws InterruptedException {
    awaitUnlessEnding(() -> checkpoints.allDelivered() || lastWanted);
    checkpoints.await(
        () -> runIsEnding.getAsBoolean() || checkpoints.allDelivered(),
        System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.stopTimeout()));
    if (!runIsEnding.getAsBoolean() && !checkpoints.allDelivered()) {
      Logs.CHECKPOINT.warn(
          "job '{}' stops with output that could not be delivered within {}: it is in the"
              + " checkpoint, and is delivered when the job starts again",
          options.name(),
          options.stopTimeout());
    }
  }

  private void awaitUnlessEnding(BooleanSupplier condition) throws InterruptedException {
    checkpoints.await(() -> runIsEnding.getAsBoolean() || condition.getAsBoolean());
  }

  private void answer(Request request, CheckpointInfo info) {
    if (request.copyTo.isPresent() && !checkpoints.allDelivered()) {
      request.answer.completeExceptionally(
          new StreamFlowException.CheckpointFailed(
              options.name(),
              "it stops before its output is delivered, which a savepoint has to wait for"));
      return;
    }
    try {
      request.copyTo.ifPresent(directory::copyTo);
      request.answer.complete(info);
    } catch (RuntimeException e) {
      request.answer.completeExceptionally(
          new StreamFlowException.StateUnusable(String.valueOf(e.getMessage()), e));
    }
  }

  private StreamFlowException ended() {
    return new StreamFlowException.CheckpointFailed(
        options.name(), "it ended before, or is being started again: then ask once more");
  }
}
