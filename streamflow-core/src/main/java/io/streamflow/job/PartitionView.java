package io.streamflow.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One partition of a source.
 *
 * @param step the source step
 * @param name the partition's name
 * @param task the name of the task that reads it, as {@link TaskView#name()}
 * @param standing whether it counts for the watermark
 * @param watermark how far it has come in event time; empty before its first item, or without event
 *     time
 * @param greatest its greatest timestamp
 * @param silent how long it has delivered nothing
 * @param idleAfter how long it has to be silent to count as idle; empty when it never does
 * @param lag how many records are there which were not read, where the source knows
 */
public record PartitionView(
    String step,
    String name,
    String task,
    Standing standing,
    Optional<Instant> watermark,
    Optional<Instant> greatest,
    Duration silent,
    Optional<Duration> idleAfter,
    OptionalLong lag) {

  /** How a partition counts. */
  public enum Standing {
    /** The watermark goes no further than this partition's. */
    ACTIVE,
    /** It has been silent for so long that the others do not wait for it. */
    IDLE,
    /** It is not read for now: in event time it is too far ahead of the slowest. */
    AHEAD,
    /** It has ended, or the job stops. */
    ENDED
  }
}
