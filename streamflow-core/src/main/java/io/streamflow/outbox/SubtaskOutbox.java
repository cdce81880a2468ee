package io.streamflow.outbox;

import io.streamflow.operator.StepFailure;
import io.streamflow.spi.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One subtask's records on their way to the outbox of its sink. Used by the task's thread. */
final class SubtaskOutbox implements Outbox {
  private static final int CHUNK_BYTES = 1 << 16;

  private final StepOutbox outbox;
  private final int subtask;
  private long epoch;
  private long sequence;
  private int count;
  private byte[] chunk = new byte[1 << 10];
  private int length;

  /** Whose first record belongs to an epoch. */
  SubtaskOutbox(StepOutbox outbox, int subtask, long epoch) {
    this.outbox = outbox;
    this.subtask = subtask;
    this.epoch = epoch;
  }

  @Override
  public void add(byte[] record) throws InterruptedException {
    int needed = Integer.BYTES + record.length;
    if (length > 0 && length + needed > CHUNK_BYTES) {
      write(true);
    }
    if (length + needed > chunk.length) {
      chunk = Arrays.copyOf(chunk, Math.max(length + needed, Math.min(2 * length, CHUNK_BYTES)));
    }
    ByteBuffer.wrap(chunk, length, needed).putInt(record.length).put(record);
    length += needed;
    count++;
  }

  @Override
  public void flush() {}

  /** Ends an epoch; later records belong to the next. */
  void seal(long ended) throws InterruptedException {
    if (count > 0) {
      write(false);
    }
    epoch = ended + 1;
    sequence = 0;
  }

  private void write(boolean mayWait) throws InterruptedException {
    try {
      outbox.append(epoch, subtask, sequence, count, chunk, length, mayWait);
    } catch (IOException e) { // not the fault of an item
      throw new StepFailure(
          outbox.sink(),
          "its outbox cannot be written: " + e + ": see to it that there is room on the disk",
          e);
    }
    sequence += count;
    count = 0;
    length = 0;
    if (chunk.length > CHUNK_BYTES) {
      chunk = new byte[CHUNK_BYTES]; // one large record is no reason to keep so much
    }
  }
}
