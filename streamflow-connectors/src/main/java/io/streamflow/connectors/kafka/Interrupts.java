package io.streamflow.connectors.kafka;

import org.apache.kafka.common.errors.InterruptException;

/** What Kafka's clients make of an interrupt, made one again. */
final class Interrupts {
  private Interrupts() {}

  /** To be thrown; the thread is no longer marked as interrupted. */
  static InterruptedException of(InterruptException e) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException(e.getMessage());
    interrupted.initCause(e);
    return interrupted;
  }
}
