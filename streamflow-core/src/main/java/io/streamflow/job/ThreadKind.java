package io.streamflow.job;

/** On which kind of thread a job's tasks run. */
public enum ThreadKind {
  /**
   * Virtual threads as long as they leave a carrier free for the rest of the application; otherwise
   * platform threads, since busy virtual threads are not time-sliced and would stop every other
   * virtual thread of the JVM.
   */
  AUTO,
  /** One virtual thread per task. */
  VIRTUAL,
  /** One platform thread per task. */
  PLATFORM
}
