package io.streamflow.spi;

import java.util.UUID;

/**
 * One encoded item on its way to the target. However often it is delivered, also after a crash,
 * these are the same.
 *
 * @param outbox the id of the output that it belongs to
 * @param subtask the writer that took it
 * @param sequence its number among those of this writer in this output, from 0
 * @param bytes what the sink has encoded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutboxRecord(UUID outbox, int subtask, long sequence, byte[] bytes) {

  /**
   * By this a target can tell that it has the record already, as by an {@code Idempotency-Key}. No
   * other record, of whatever job, has it.
   */
  public String key() {
    return outbox + "-" + subtask + "-" + sequence;
  }
}
