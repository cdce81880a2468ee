package io.streamflow.job;

import java.time.Duration;
import java.time.Instant;

/**
 * A completed checkpoint.
 *
 * @param epoch its number, from 1
 * @param completed when it was complete
 * @param duration from the request to its being stored
 * @param longestPause how long the task stood still at the barrier that stood longest, the
 *     preparing of its sinks included
 * @param entries how many entries of state it changed
 * @param bytes how many bytes these have
 */
public record CheckpointInfo(
    long epoch,
    Instant completed,
    Duration duration,
    Duration longestPause,
    long entries,
    long bytes) {}
