package io.streamflow.outbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers of this package, made when the first line is written: to look for a logging system
 * and to start it takes a new JVM longer than many a pipeline, and a first item should not wait.
 */
final class Logs {
  static final Logger OUTBOX = LoggerFactory.getLogger("io.streamflow.outbox");

  private Logs() {}
}
