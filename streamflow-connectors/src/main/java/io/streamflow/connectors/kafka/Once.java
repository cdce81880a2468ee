package io.streamflow.connectors.kafka;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does something the first time it is run, and then no more: what is shared is given back once,
 * however often its user is closed. Any thread.
 */
final class Once implements Runnable {
  private final Runnable action;
  private final AtomicBoolean done = new AtomicBoolean();

  Once(Runnable action) {
    this.action = action;
  }

  @Override
  public void run() {
    if (!done.getAndSet(true)) {
      action.run();
    }
  }
}
