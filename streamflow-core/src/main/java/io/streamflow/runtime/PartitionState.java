package io.streamflow.runtime;

import io.streamflow.job.PartitionView.Standing;
import java.util.OptionalLong;

/**
 * A source partition as its task has last shown it; times in milliseconds since the epoch.
 *
 * @param name its name
 * @param standing how it counts for the watermark
 * @param watermark how far it has come, or {@link io.streamflow.operator.Timestamps#NONE}
 * @param greatest its greatest timestamp, or {@link io.streamflow.operator.Timestamps#NONE}
 * @param lastHeardMillis when it last delivered, on the job's clock
 * @param lag how many records are there which were not read, where the source knows
 */
record PartitionState(
    String name,
    Standing standing,
    long watermark,
    long greatest,
    long lastHeardMillis,
    OptionalLong lag) {}
