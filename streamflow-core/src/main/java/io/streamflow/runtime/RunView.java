package io.streamflow.runtime;

import io.streamflow.job.ChannelView;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.OutboxView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.StepView;
import io.streamflow.job.TaskView;
import java.util.List;
import java.util.Optional;

/** The part of a {@link io.streamflow.job.JobView} that belongs to one run of the job. */
record RunView(
    List<StepView> steps,
    List<TaskView> tasks,
    List<ChannelView> channels,
    List<PartitionView> partitions,
    Optional<CheckpointsView> checkpoints,
    List<OutboxView> outboxes) {}
