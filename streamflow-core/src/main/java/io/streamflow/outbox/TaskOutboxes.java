package io.streamflow.outbox;

import io.streamflow.spi.Outbox;
import java.util.ArrayList;
import java.util.List;

/** One task's part in the outboxes of its job. Used by the task's thread. */
public final class TaskOutboxes {
  private final Outboxes all;
  private final List<SubtaskOutbox> open = new ArrayList<>();

  TaskOutboxes(Outboxes all) {
    this.all = all;
  }

  /** The outbox of a writer of a sink; {@link Outbox#NONE} where the sink has none. */
  public Outbox open(String sink, int subtask) {
    Outbox outbox = all.open(sink, subtask);
    if (outbox instanceof SubtaskOutbox stored) {
      open.add(stored);
    }
    return outbox;
  }

  /** Ends an epoch. */
  public void seal(long epoch) throws InterruptedException {
    for (SubtaskOutbox outbox : open) {
      outbox.seal(epoch);
    }
  }
}
