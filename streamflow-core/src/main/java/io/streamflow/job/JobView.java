package io.streamflow.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a job was doing at one moment: a value that can be kept, compared and sent. Counts are taken
 * between batches, so they run a little behind, and those of different tasks are not of exactly the
 * same moment.
 *
 * @param name the job's name
 * @param status how it stood
 * @param started when it was started
 * @param taken when this was looked at, by the process's clock
 * @param parallelism of the run at hand
 * @param restarts how often it was started again in this process after a failure
 * @param lastFailure what it was last started again for, or has failed with
 * @param steps all steps of the plan, each after those it takes items from
 * @param tasks the tasks of the run at hand; none when it is over or waits to be started again
 * @param channels the queues between stages, of the run at hand
 * @param partitions the partitions of all sources, of the run at hand
 * @param checkpoints of a durable job
 * @param outboxes what waits to be delivered, by sink
 */
public record JobView(
    String name,
    JobStatus status,
    Instant started,
    Instant taken,
    int parallelism,
    int restarts,
    Optional<FailureView> lastFailure,
    List<StepView> steps,
    List<TaskView> tasks,
    List<ChannelView> channels,
    List<PartitionView> partitions,
    Optional<CheckpointsView> checkpoints,
    List<OutboxView> outboxes) {

  /** Keeps its own copies. */
  public JobView {
    steps = List.copyOf(steps);
    tasks = List.copyOf(tasks);
    channels = List.copyOf(channels);
    partitions = List.copyOf(partitions);
    outboxes = List.copyOf(outboxes);
  }

  /** How long it had been there. */
  public Duration age() {
    return Duration.between(started, taken);
  }

  /** The step of a name. */
  public Optional<StepView> step(String step) {
    return steps.stream().filter(one -> one.name().equals(step)).findFirst();
  }

  /** The tasks of a stage. */
  public List<TaskView> tasks(int stage) {
    return tasks.stream().filter(task -> task.stage() == stage).toList();
  }
}
