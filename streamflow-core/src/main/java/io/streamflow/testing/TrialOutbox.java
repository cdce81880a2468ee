package io.streamflow.testing;

import io.streamflow.spi.Outbox;
import io.streamflow.spi.OutboxRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Keeps a subtask's records until they are taken, or, in a job without checkpoints, delivers them
 * when it is flushed. Used by one thread.
 */
final class TrialOutbox implements Outbox {
  /** Delivers at once. */
  interface Straight {
    void deliver(List<OutboxRecord> records) throws Exception;
  }

  private final int subtask;
  private final boolean durable;
  private final Straight straight;
  private final UUID straightId = UUID.randomUUID();
  private List<byte[]> records = new ArrayList<>();
  private long sequence;

  TrialOutbox(int subtask, boolean durable, Straight straight) {
    this.subtask = subtask;
    this.durable = durable;
    this.straight = straight;
  }

  @Override
  public void add(byte[] record) {
    records.add(record.clone());
  }

  @Override
  public void flush() throws Exception {
    if (!durable && !records.isEmpty()) {
      straight.deliver(take(straightId));
    }
  }

  /** Its records, which are another's now; those of a new epoch have a new id. */
  List<OutboxRecord> take(UUID id) {
    List<OutboxRecord> taken = new ArrayList<>();
    sequence = durable ? 0 : sequence;
    for (byte[] bytes : records) {
      taken.add(new OutboxRecord(id, subtask, sequence++, bytes));
    }
    records = new ArrayList<>();
    return taken;
  }
}
