package io.streamflow.runtime;

import io.streamflow.operator.StepFailure;

/** How a run of a job has ended. */
sealed interface RunEnd {

  /** Its input has ended and everything was written. */
  record Completed() implements RunEnd {}

  /** It was stopped, and everything read until then was written. */
  record Stopped() implements RunEnd {}

  /** It was stopped, to be followed by another run. */
  record Paused() implements RunEnd {}

  /** It was cancelled. */
  record Cancelled() implements RunEnd {}

  /** A step has failed. */
  record Failed(StepFailure failure) implements RunEnd {}
}
