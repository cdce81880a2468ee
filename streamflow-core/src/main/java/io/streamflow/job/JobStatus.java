package io.streamflow.job;

/** How a job stands. */
public sealed interface JobStatus {

  /** Its tasks are at work. */
  record Running() implements JobStatus {}

  /**
   * {@link Job#stop} or {@link Job#cancel} was called, or a step has failed; the tasks are ending.
   */
  record Stopping() implements JobStatus {}

  /** All its sources ended and everything was written. */
  record Completed() implements JobStatus {}

  /** It was stopped, and everything read until then was written. */
  record Stopped() implements JobStatus {}

  /** It was cancelled; what was in flight is lost. */
  record Cancelled() implements JobStatus {}

  /**
   * A step failed.
   *
   * @param cause as thrown by {@link Job#await}
   */
  record Failed(StreamFlowException.JobFailed cause) implements JobStatus {}

  /** Whether nothing will change any more. */
  default boolean isFinal() {
    return !(this instanceof Running || this instanceof Stopping);
  }
}
