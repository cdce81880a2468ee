package io.streamflow.monitor;

/**
 * Interrupts the thread of an exchange that takes too long, which closes its connection; never the
 * same thread afterwards.
 */
final class Deadline {
  private final Thread thread = Thread.currentThread();
  private boolean over;

  /** Too late, unless it is over. */
  synchronized void expire() {
    if (!over) {
      thread.interrupt();
    }
  }

  /** On the exchange's thread: it is done, or was given up. */
  synchronized void end() {
    over = true;
    Thread.interrupted();
  }
}
