package io.streamflow.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One subtask of a stage: a thread with its chain of steps.
 *
 * @param name as in thread names and logs, without the job's
 * @param stage the number of its stage
 * @param subtask its number among the subtasks of the stage, from 0
 * @param activity what it was doing
 * @param since how long it had been doing that
 * @param step the step it was doing it for: whose function was running, or into whose channel it
 *     could not put more; empty where that is not known
 * @param watermark that of the items it has handed on; empty before the first
 * @param working time spent on items, since the run began
 * @param reading time spent in its source's reader, waiting for records included
 * @param waiting time spent waiting for items, timers or checkpoints
 * @param blocked time spent waiting for room in a channel: back-pressure
 * @param paused time spent waiting for a rate limit, or between attempts of a call that failed
 */
public record TaskView(
    String name,
    int stage,
    int subtask,
    Activity activity,
    Duration since,
    Optional<String> step,
    Optional<Instant> watermark,
    Duration working,
    Duration reading,
    Duration waiting,
    Duration blocked,
    Duration paused) {

  /** What a task can be doing. */
  public enum Activity {
    /** Its readers, functions and writers are being opened. */
    OPENING,
    /** It is dealing with items, timers or its part of a checkpoint. */
    WORKING,
    /** It is in its source's reader, which may wait for records. */
    READING,
    /** Nothing was at hand. */
    WAITING,
    /** A channel to the next stage is full. */
    BLOCKED,
    /** It waits between two attempts of a call that failed. */
    RETRYING,
    /** It lets no more items through than a rate limit allows. */
    LIMITED,
    /** Too much state has changed: nothing is read until a checkpoint is stored. */
    HELD,
    /** It is over. */
    ENDED
  }
}
