package io.streamflow.checkpoint;

import io.streamflow.spi.OutboxMark;
import java.util.List;
import java.util.Optional;

/**
 * How far the output of a sink has been delivered, as a checkpoint knows it.
 *
 * @param sink by what name its output is found again
 * @param confirmed the newest output known to be in the target
 * @param pending what is to be delivered after it, oldest first
 */
public record SinkOutbox(String sink, Optional<OutboxMark> confirmed, List<PendingOutbox> pending) {
  /** Keeps its own copy. */
  public SinkOutbox {
    pending = List.copyOf(pending);
  }

  /** Whether anything was ever to be delivered. */
  public boolean isBegun() {
    return confirmed.isPresent() || !pending.isEmpty();
  }

  /** Whether something would be lost with it. */
  public boolean hasRecords() {
    return pending.stream().anyMatch(output -> output.records() > 0);
  }
}
