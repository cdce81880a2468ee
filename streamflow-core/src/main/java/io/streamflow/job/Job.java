package io.streamflow.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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
   * until then is processed and written: nothing is lost. A durable job ends with a checkpoint, and
   * keeps its open windows and timers for the next start; any other emits open windows.
   */
  void stop();

  /**
   * Makes a checkpoint now, and waits until it is stored.
   *
   * @return the checkpoint
   * @throws StreamFlowException.CheckpointFailed when the job is not durable, or ends before
   * @throws InterruptedException when the waiting thread is interrupted; the checkpoint is made
   */
  CheckpointInfo checkpoint() throws InterruptedException;

  /** The last checkpoint since the job was started, if there is one. */
  Optional<CheckpointInfo> lastCheckpoint();

  /**
   * Makes a checkpoint and copies it, while the job runs, into a directory that is empty or not
   * there yet. A job can begin from it by {@link JobOptions#restoreFrom}. All output that belongs
   * to it is committed.
   *
   * @throws StreamFlowException.CheckpointFailed when the job is not durable, or ends before
   * @throws StreamFlowException.StateUnusable when the directory cannot be written, or is not empty
   * @throws InterruptedException when the waiting thread is interrupted; the savepoint is made
   */
  CheckpointInfo savepoint(Path directory) throws InterruptedException;

  /**
   * The state of a step as of the last checkpoint. Close it when it was read.
   *
   * @param step the step's name
   * @param key the class of its keys
   * @param value the class of its results, or of its state for a process step
   * @throws IllegalArgumentException when the plan has no such step with state
   * @throws StreamFlowException.CheckpointFailed when the job is not durable, is over, or has no
   *     checkpoint yet
   */
  <K, V> StateSnapshot<K, V> state(String step, Class<K> key, Class<V> value);

  /**
   * Goes on with another parallelism: makes a checkpoint, ends the tasks, and starts new ones from
   * it. Returns when they run.
   *
   * @throws StreamFlowException.CheckpointFailed when the job is not durable, or ends before
   * @throws StreamFlowException.InvalidPipeline when the pipeline cannot run so
   * @throws InterruptedException when the waiting thread is interrupted; the job goes on
   */
  void rescale(int parallelism) throws InterruptedException;

  /** Ends the job now; what is in flight is dropped. Returns when all its threads have ended. */
  void cancel() throws InterruptedException;

  /** How the job stands. */
  JobStatus status();

  /** How far the job has come. */
  JobProgress progress();

  /** What the job is doing: its steps, tasks, partitions and checkpoints at this moment. */
  JobView view();

  /**
   * Tells in words what a step waits for, or what keeps its results back.
   *
   * @throws IllegalArgumentException when the plan has no such step; the message names all
   */
  String why(String step);

  /** Cancels the job if it is still running. */
  @Override
  void close();
}
