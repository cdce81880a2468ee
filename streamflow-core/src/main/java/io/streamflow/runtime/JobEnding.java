package io.streamflow.runtime;

import io.streamflow.operator.StepFailure;
import org.jspecify.annotations.Nullable;

/**
 * Why and when a job ends. Its tasks, those who end it early and the coordinator meet under this
 * object's monitor: the first failure counts, and once the coordinator has begun to commit, nobody
 * can cancel.
 */
final class JobEnding {
  /**
   * User code may swallow an interrupt, so a task that is to end is interrupted again and again.
   */
  private static final long INTERRUPT_AGAIN_MILLIS = 50;

  /** How the job was asked to end before its input did. */
  private enum Request {
    NONE,
    PAUSE,
    STOP,
    CANCEL
  }

  private final String job;
  private final Runnable interruptTasks;

  /** Tasks that have not ended, whether started or not. */
  private int unfinished;

  private boolean committing;
  private @Nullable StepFailure failure;
  private volatile Request request = Request.NONE;

  /** Whether tasks are to drop what they do: the job was cancelled, or has failed. */
  private volatile boolean ending;

  /** For a job of {@code tasks} tasks; {@code interruptTasks} is called under the monitor. */
  JobEnding(String job, int tasks, Runnable interruptTasks) {
    this.job = job;
    this.unfinished = tasks;
    this.interruptTasks = interruptTasks;
  }

  /** Whether tasks are to drop what they do. */
  boolean hasBegun() {
    return ending;
  }

  /** Whether the job is to stop, was cancelled, or has failed. */
  boolean isComing() {
    return request != Request.NONE || ending;
  }

  synchronized void taskEnded() {
    unfinished--;
    notifyAll();
  }

  /** Takes note of the first failure; what tasks throw while they are made to end is none. */
  synchronized void fail(StepFailure thrown) {
    if (ending) {
      Logs.JOB.debug(
          "job '{}', step '{}', while ending: {}", job, thrown.step(), thrown.toString());
    } else {
      failure = thrown;
      Logs.JOB.error("job '{}' fails in step '{}': {}", job, thrown.step(), thrown.getMessage());
      begin();
    }
  }

  /** Calls {@code stopSources}, under the monitor, unless the job ends already. */
  synchronized void requestStop(Runnable stopSources) {
    if (committing) {
      return;
    }
    if (request == Request.NONE) {
      stopSources.run();
    }
    if (request == Request.NONE || request == Request.PAUSE) {
      request = Request.STOP;
    }
  }

  /** The same as a stop that another run is to follow; a stop that comes later is the end. */
  synchronized void requestPause(Runnable stopSources) {
    if (request == Request.NONE && !committing) {
      request = Request.PAUSE;
      stopSources.run();
    }
  }

  synchronized void requestCancel() {
    if (!committing && !ending) {
      request = Request.CANCEL;
      begin();
    }
  }

  private synchronized void begin() {
    ending = true;
    interruptTasks.run();
    notifyAll();
  }

  /** Keeps the coordinator until no task is left. */
  synchronized void awaitTasks() {
    while (unfinished > 0) {
      try {
        if (ending) {
          wait(INTERRUPT_AGAIN_MILLIS);
          interruptTasks.run();
        } else {
          wait();
        }
      } catch (InterruptedException e) {
        Logs.JOB.debug("the coordinator of job '{}' was interrupted; it goes on", job);
      }
    }
  }

  /** Whether the coordinator is to commit; if so, it is too late to cancel. */
  synchronized boolean mayCommit() {
    committing = !ending;
    return committing;
  }

  /** How the run has ended, once nothing is left that could fail. */
  synchronized RunEnd end() {
    if (failure != null) {
      return new RunEnd.Failed(failure);
    }
    return switch (request) {
      case NONE -> new RunEnd.Completed();
      case PAUSE -> new RunEnd.Paused();
      case STOP -> new RunEnd.Stopped();
      case CANCEL -> new RunEnd.Cancelled();
    };
  }
}
