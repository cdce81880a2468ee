package io.streamflow.testing;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The threads that a connector makes: they inherit the thread group of the check that calls it, and
 * were not there before.
 */
record Threads(Set<Thread> before) {
  private static final int ROOM = 256;

  /** From now on. */
  static Threads now() {
    return new Threads(new HashSet<>(all()));
  }

  /** Waits until none is left. */
  void requireNone(Trial trial) throws InterruptedException {
    if (!trial.await(() -> left().isEmpty())) {
      throw trial.broken(
          "after " + trial.patience() + " threads are left that it has made",
          "none",
          left().stream().map(Thread::getName).toList());
    }
  }

  private List<Thread> left() {
    return all().stream().filter(thread -> !before.contains(thread)).toList();
  }

  private static List<Thread> all() {
    Thread[] threads = new Thread[ROOM];
    Objects.requireNonNull(Thread.currentThread().getThreadGroup()).enumerate(threads);
    return Arrays.stream(threads).filter(thread -> thread != null).toList();
  }
}
