package io.streamflow.store;

/** Where long native calls belong: on a virtual thread they would hold up all others. */
final class PlatformThread {
  /** Of a thread for a caller that has no name of a job to give. */
  static final String NAME = "streamflow-store";

  private PlatformThread() {}

  /** Refuses a virtual thread. */
  static void require(String call) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          call + " was called on a virtual thread: it needs a platform thread of its own");
    }
  }

  /**
   * Does something here, or on a platform thread of its own if this one is virtual.
   *
   * @param name what that thread is called
   */
  static void run(String name, Runnable action) {
    if (!Thread.currentThread().isVirtual()) {
      action.run();
      return;
    }
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .uncaughtExceptionHandler((_, e) -> thrown[0] = e)
            .start(action);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // native calls cannot be left half done
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (thrown[0]) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(thrown[0]);
    }
  }
}
