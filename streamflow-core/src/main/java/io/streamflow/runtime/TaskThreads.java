package io.streamflow.runtime;

import io.streamflow.job.ThreadKind;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides on which kind of thread the tasks of a job run. Busy virtual threads are not time-sliced:
 * as many of them as there are carriers stop every other virtual thread of the JVM, yielding or not
 * (OpenJDK issue 8373118). So virtual threads are used only while a carrier stays free, over all
 * jobs.
 */
final class TaskThreads {
  private static final AtomicInteger BUSY_VIRTUAL = new AtomicInteger();

  private final boolean virtual;
  private final int tasks;

  private TaskThreads(boolean virtual, int tasks) {
    this.virtual = virtual;
    this.tasks = tasks;
  }

  /** For this many tasks; followed by {@link #release} when they have ended. */
  static synchronized TaskThreads reserve(ThreadKind kind, int tasks) {
    boolean virtual =
        switch (kind) {
          case VIRTUAL -> true;
          case PLATFORM -> false;
          case AUTO -> BUSY_VIRTUAL.get() + tasks < carriers();
        };
    if (virtual) {
      BUSY_VIRTUAL.addAndGet(tasks);
    }
    return new TaskThreads(virtual, tasks);
  }

  private static int carriers() {
    return Integer.getInteger(
        "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  }

  void release() {
    if (virtual) {
      BUSY_VIRTUAL.addAndGet(-tasks);
    }
  }

  boolean virtual() {
    return virtual;
  }

  ThreadFactory named(String name) {
    return virtual
        ? Thread.ofVirtual().name(name).factory()
        : Thread.ofPlatform().name(name).daemon().factory();
  }
}
