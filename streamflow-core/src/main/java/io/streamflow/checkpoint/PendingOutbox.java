package io.streamflow.checkpoint;

import io.streamflow.spi.OutboxMark;

/**
 * An epoch's output of a sink that is stored and may not be delivered. It lies in a file named by
 * its mark; there is none where it has no records, and only the mark is to be delivered.
 *
 * @param mark tells it from any other
 * @param records how many records it has
 * @param recordBytes how many bytes they have together
 * @param fileBytes how long the file is
 * @param checksum of the file, CRC-32C
 */
public record PendingOutbox(
    OutboxMark mark, long records, long recordBytes, long fileBytes, int checksum) {

  /** One without records. */
  public static PendingOutbox empty(OutboxMark mark) {
    return new PendingOutbox(mark, 0, 0, 0, 0);
  }

  /** The name of its file. */
  public String fileName() {
    return fileName(mark);
  }

  /** The name of the file of the output with a mark. */
  public static String fileName(OutboxMark mark) {
    return mark.epoch() + "-" + mark.id() + ".outbox";
  }
}
