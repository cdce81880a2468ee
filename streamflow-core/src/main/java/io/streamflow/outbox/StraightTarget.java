package io.streamflow.outbox;

import io.streamflow.spi.Outbox;
import io.streamflow.spi.OutboxBatch;
import io.streamflow.spi.OutboxMark;
import io.streamflow.spi.OutboxRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The target of a sink in a job without checkpoints: each subtask delivers, on its own thread, when
 * it is flushed or much has come together; one at a time, over the sink's one connection.
 */
final class StraightTarget {
  private static final int BATCH_BYTES = 1 << 20;

  private final Courier courier;
  private final UUID id = UUID.randomUUID();
  private final ReentrantLock turn = new ReentrantLock();

  StraightTarget(Courier courier) {
    this.courier = courier;
  }

  Outbox subtask(int subtask) {
    return new Subtask(subtask);
  }

  private void deliver(List<OutboxRecord> records, long bytes) throws InterruptedException {
    Records batch = new Records(records, bytes);
    turn.lockInterruptibly();
    try {
      boolean delivered = false;
      while (!delivered) {
        delivered =
            courier.attempt(
                "delivering " + records.size() + " records",
                delivery -> {
                  delivery.deliver(batch);
                  return true;
                });
      }
    } finally {
      turn.unlock();
    }
  }

  void close() {
    turn.lock();
    try {
      courier.disconnect();
    } finally {
      turn.unlock();
    }
  }

  private final class Subtask implements Outbox {
    private final int subtask;
    private List<OutboxRecord> records = new ArrayList<>();
    private long bytes;
    private long sequence;

    Subtask(int subtask) {
      this.subtask = subtask;
    }

    @Override
    public void add(byte[] record) throws InterruptedException {
      if (bytes >= BATCH_BYTES) { // before it is taken, so that a failure leaves the item out once
        flush();
      }
      records.add(new OutboxRecord(id, subtask, sequence++, record));
      bytes += record.length;
    }

    @Override
    public void flush() throws InterruptedException {
      if (!records.isEmpty()) {
        deliver(records, bytes);
        records = new ArrayList<>();
        bytes = 0;
      }
    }
  }

  private record Records(List<OutboxRecord> records, long bytes) implements OutboxBatch {
    @Override
    public Optional<OutboxMark> mark() {
      return Optional.empty();
    }

    @Override
    public long count() {
      return records.size();
    }

    @Override
    public Iterator<OutboxRecord> iterator() {
      return records.iterator();
    }
  }
}
