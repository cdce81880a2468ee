package io.streamflow.operator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers of this package, made when the first line is written: to look for a logging system
 * and to start it takes a new JVM longer than many a pipeline, and a first item should not wait.
 */
final class Logs {
  static final Logger ERRORS = LoggerFactory.getLogger("io.streamflow.errors");
  static final Logger LATE = LoggerFactory.getLogger("io.streamflow.late");
  static final Logger TEMPLATES = LoggerFactory.getLogger(Templates.class);

  private Logs() {}
}
