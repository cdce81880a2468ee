package io.streamflow.spi;

import java.util.Objects;

/** Encodes the items of a subtask into its outbox. */
final class EncodingWriter<T> implements SinkWriter<T> {
  private final OutboxSink<T> sink;
  private final Outbox outbox;
  private final int maxRecordBytes;

  EncodingWriter(OutboxSink<T> sink, Outbox outbox) {
    this.sink = sink;
    this.outbox = outbox;
    this.maxRecordBytes = sink.options().maxRecordBytes();
  }

  @Override
  public void write(T item) throws Exception {
    byte[] record = Objects.requireNonNull(sink.encode(item), "the sink encoded an item as null");
    if (record.length > maxRecordBytes) {
      throw new IllegalArgumentException(
          "the item has "
              + record.length
              + " bytes, and "
              + sink.description()
              + " takes "
              + maxRecordBytes
              + " at most: raise OutboxOptions.maxRecordBytes, or leave the item out");
    }
    outbox.add(record);
  }

  @Override
  public void flush() throws Exception {
    outbox.flush();
  }

  @Override
  public void close() {}
}
