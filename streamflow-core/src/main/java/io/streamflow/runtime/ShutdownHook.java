package io.streamflow.runtime;

import java.time.Duration;

/**
 * Stops a job, and waits for it, when the JVM ends before it. Added by the thread that starts the
 * job, before the coordinator starts, which removes it; does its work on a thread of the JVM's
 * ending.
 */
final class ShutdownHook {
  private final RunningJob job;
  private final Duration timeout;
  private final Thread thread;

  ShutdownHook(RunningJob job, String name, Duration timeout) {
    this.job = job;
    this.timeout = timeout;
    this.thread = new Thread(this::stopJob, name + "/shutdown");
  }

  void add() {
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException ending) {
      Logs.JOB.warn("job '{}' starts while the JVM is ending", job.name());
    }
  }

  /** Without this the JVM would keep the job, and all that it refers to, for good. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException ending) {
      Logs.JOB.debug("job '{}' is over while the JVM is ending", job.name());
    }
  }

  private void stopJob() {
    Logs.JOB.info("the JVM is ending: job '{}' stops", job.name());
    job.stop();
    try {
      if (!job.isOverWithin(timeout)) {
        Logs.JOB.error("job '{}' did not stop within {}", job.name(), timeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
