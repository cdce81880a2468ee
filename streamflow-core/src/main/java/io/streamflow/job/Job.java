package io.streamflow.job;

import java.time.Duration;

/** A pipeline that was started. Usable from any thread. */
public interface Job extends AutoCloseable {

  /** The job's name. */
  String name();

  /**
   * Waits until the job is over.
   *
   * @throws StreamFlowException.JobFailed when a step failed
   * @throws StreamFlowException.JobCancelled when it was cancelled
   * @throws InterruptedException when the waiting thread is interrupted; the job goes on
   */
  void await() throws InterruptedException;

  /**
   * Waits until the job is over, but no longer than {@code timeout}.
   *
   * @return whether it is over
   * @throws StreamFlowException.JobFailed when a step failed
   * @throws StreamFlowException.JobCancelled when it was cancelled
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Asks the sources to end and returns at once; follow with {@link #await()}. Everything read
   * until then is processed, open windows are emitted, sinks are flushed: nothing is lost.
   */
  void stop();

  /** Ends the job now; what is in flight is dropped. Returns when all its threads have ended. */
  void cancel() throws InterruptedException;

  /** How the job stands. */
  JobStatus status();

  /** How far the job has come. */
  JobProgress progress();

  /** Cancels the job if it is still running. */
  @Override
  void close();
}
