package io.streamflow.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step of a job, over all its subtasks. Counts are since the job was started in this process.
 *
 * @param id its number in the plan, from 0
 * @param name its name
 * @param kind what it is, such as {@code map} or {@code window}
 * @param description what it does, in words
 * @param upstreams the numbers of the steps it takes items from
 * @param stage the number of the stage it runs in, fused with the stage's other steps
 * @param in items taken; of a source, items read
 * @param out items handed on; of a sink, items written
 * @param late items that came too late for their window
 * @param skipped items left out by {@link OnError#skip}
 * @param deadLettered items given to a dead-letter sink
 * @param retries repeated calls after a failed one
 * @param lastFailure the last item, or record, that could not be dealt with
 * @param timePerItem how long it takes for one item, steps after it left out; a mean over samples
 *     of the last seconds, empty before the first
 * @param latency of a sink: from an item's timestamp to its being written
 * @param window of a window step: the oldest window that is open
 * @param state of a step with keyed state
 */
public record StepView(
    int id,
    String name,
    String kind,
    String description,
    List<Integer> upstreams,
    int stage,
    long in,
    long out,
    long late,
    long skipped,
    long deadLettered,
    long retries,
    Optional<FailureView> lastFailure,
    Optional<Duration> timePerItem,
    Optional<LatencyView> latency,
    Optional<OpenWindow> window,
    Optional<StateView> state) {

  /** Keeps its own copies. */
  public StepView {
    upstreams = List.copyOf(upstreams);
  }

  /**
   * A window that is open.
   *
   * @param start its start; empty where the start is not known, as of a session
   * @param end when the watermark closes it
   */
  public record OpenWindow(Optional<Instant> start, Instant end) {}
}
