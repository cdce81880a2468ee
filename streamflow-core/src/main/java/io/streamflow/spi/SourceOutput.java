package io.streamflow.spi;

/**
 * Takes what a {@link SourceReader} reads, within one call of its {@code read}.
 *
 * @param <T> the items
 */
public interface SourceOutput<T> {

  /** Adds an item without a timestamp of its own. Must not be called when {@link #isFull}. */
  void emit(T item);

  /**
   * Adds an item with its event time in milliseconds since the epoch. Must not be called when
   * {@link #isFull}.
   */
  void emit(T item, long timestampMillis);

  /**
   * Reports a record that could not be decoded. The source step's error policy decides: the job
   * fails, or the record is counted and skipped, or it goes to the dead letters.
   *
   * @param record the record as read, for a person to look at
   * @param where its place, such as file and line, or topic, partition and offset
   * @param cause why it could not be decoded
   */
  void reject(Object record, String where, Exception cause);

  /** Whether the reader must stop and return. */
  boolean isFull();
}
