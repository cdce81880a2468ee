package io.streamflow.spi;

import java.util.OptionalLong;

/**
 * Which writer a sink is asked to open.
 *
 * @param job the job's name
 * @param step the sink's step name
 * @param subtask this writer's number, from 0
 * @param parallelism how many writers the step has
 * @param restoredEpoch the epoch that the job goes on from: output of later epochs that an earlier
 *     run has prepared is void, and that of this one and those before will be committed again. 0
 *     when a durable job starts anew; empty for a job without checkpoints
 * @param outbox where an {@link OutboxSink} puts its records
 */
public record SinkContext(
    String job,
    String step,
    int subtask,
    int parallelism,
    OptionalLong restoredEpoch,
    Outbox outbox) {

  /** The context of a sink that needs no outbox. */
  public SinkContext(
      String job, String step, int subtask, int parallelism, OptionalLong restoredEpoch) {
    this(job, step, subtask, parallelism, restoredEpoch, Outbox.NONE);
  }

  /** The context of a job without checkpoints. */
  public SinkContext(String job, String step, int subtask, int parallelism) {
    this(job, step, subtask, parallelism, OptionalLong.empty());
  }
}
