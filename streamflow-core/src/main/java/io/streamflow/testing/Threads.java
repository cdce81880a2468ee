package io.streamflow.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The threads of a check, and of what it has called: they inherit its thread group. */
final class Threads {
  private static final int ROOM = 256;

  private Threads() {}

  /** Waits until none is left but the caller. */
  static void requireNone(Trial trial) throws InterruptedException {
    if (!trial.await(() -> others().isEmpty())) {
      throw trial.broken(
          "after " + trial.patience() + " threads are left that it has made",
          "none",
          others().stream().map(Thread::getName).toList());
    }
  }

  private static List<Thread> others() {
    Thread[] threads = new Thread[ROOM];
    Thread self = Thread.currentThread();
    Objects.requireNonNull(self.getThreadGroup()).enumerate(threads);
    return Arrays.stream(threads).filter(thread -> thread != null && thread != self).toList();
  }
}
