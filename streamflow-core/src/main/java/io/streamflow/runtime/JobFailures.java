package io.streamflow.runtime;

import io.streamflow.job.StreamFlowException;
import io.streamflow.operator.StepFailure;

/** Turns what ended a task into what the user sees. */
final class JobFailures {
  private JobFailures() {}

  static StreamFlowException.JobFailed jobFailed(String job, StepFailure thrown) {
    Throwable cause = thrown.getCause();
    return new StreamFlowException.JobFailed(
        job, thrown.step(), String.valueOf(thrown.getMessage()), cause == null ? thrown : cause);
  }
}
