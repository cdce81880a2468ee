package io.streamflow.runtime;

import java.time.Duration;
import java.util.List;

/** Tells which code keeps a cancelled job from ending, on the thread that gave up waiting. */
final class StuckThreads {
  private StuckThreads() {}

  /** Logs where each task's thread is that still runs; when none does, it is the coordinator. */
  static void log(List<Thread> tasks, Thread coordinator, Duration waited) {
    List<Thread> alive = tasks.stream().filter(Thread::isAlive).toList();
    for (Thread thread : alive.isEmpty() ? List.of(coordinator) : alive) {
      Throwable where = new IllegalStateException("still here");
      where.setStackTrace(thread.getStackTrace());
      Logs.JOB.error(
          "thread {} does not end within {} of being cancelled", thread.getName(), waited, where);
    }
  }
}
