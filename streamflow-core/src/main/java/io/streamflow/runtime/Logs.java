package io.streamflow.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers of this package, made when the first line is written: to look for a logging system
 * and to start it takes a new JVM longer than many a pipeline, and a first item should not wait.
 */
final class Logs {
  static final Logger CHECKPOINT = LoggerFactory.getLogger("io.streamflow.checkpoint");
  static final Logger JOB = LoggerFactory.getLogger("io.streamflow.job");
  static final Logger SOURCE = LoggerFactory.getLogger("io.streamflow.source");
  static final Logger TIME = LoggerFactory.getLogger("io.streamflow.time");

  private Logs() {}
}
