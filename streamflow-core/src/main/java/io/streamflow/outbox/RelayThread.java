package io.streamflow.outbox;

import io.streamflow.operator.StepFailure;
import java.util.function.Consumer;

/** Runs a relay on a virtual thread of its own, until it is closed. */
final class RelayThread {
  private static final long INTERRUPT_AGAIN_MILLIS = 50;

  private final Relay relay;
  private final StepOutbox outbox;
  private final Runnable progressed;
  private final Consumer<StepFailure> failed;
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Not started.
   *
   * @param progressed called when something was done
   * @param failed called once, with what ended it
   */
  RelayThread(
      String name,
      Relay relay,
      StepOutbox outbox,
      Runnable progressed,
      Consumer<StepFailure> failed) {
    this.relay = relay;
    this.outbox = outbox;
    this.progressed = progressed;
    this.failed = failed;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        if (relay.step()) {
          progressed.run();
        } else {
          awaitNext();
        }
      }
    } catch (InterruptedException e) {
      fail("its thread was interrupted by someone else", e);
    } catch (StepFailure e) {
      if (!closing) {
        failed.accept(e);
      }
    } catch (Throwable e) { // an error of the connector's, or ours: nobody else would hear of it
      fail("delivering its output: " + e, e);
    } finally {
      Thread.interrupted(); // so that closing is not cut short
      relay.close();
    }
  }

  private void awaitNext() throws InterruptedException {
    outbox.awaitNext();
    if (outbox.isDelivered()) {
      relay.refresh();
    }
  }

  private void fail(String what, Throwable cause) {
    if (!closing) {
      failed.accept(new StepFailure(outbox.sink(), what, cause));
    }
  }

  Thread thread() {
    return thread;
  }

  /** Ends it, whatever it does; a connector may swallow an interrupt, so it gets several. */
  void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.getState() != Thread.State.NEW && thread.isAlive()) {
      thread.interrupt();
      try {
        thread.join(INTERRUPT_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
