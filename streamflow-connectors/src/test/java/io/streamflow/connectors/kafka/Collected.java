package io.streamflow.connectors.kafka;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what a reader hands out; full after {@code capacity} items per call of read. */
final class Collected<T> implements SourceOutput<T> {
  final List<T> items = new ArrayList<>();
  final List<Long> timestamps = new ArrayList<>();
  final List<String> rejected = new ArrayList<>();
  private final int capacity;
  private int room;

  Collected(int capacity) {
    this.capacity = capacity;
  }

  /** One call of read, with fresh room. */
  Status read(SourceReader<T> reader, long maxWaitMillis) throws Exception {
    room = capacity;
    return reader.read(this, maxWaitMillis);
  }

  /** Reads the only partition until so many items or rejects are there, or it has ended. */
  static <T> Collected<T> of(KafkaSource<T> source, Optional<Offset> from, int atMost)
      throws Exception {
    Collected<T> out = new Collected<>(1);
    try (SourceReader<T> reader = source.open(source.partitions().getFirst(), from)) {
      out.readUntil(reader, atMost);
    }
    return out;
  }

  /** Reads until so many items or rejects are there, or it has ended. */
  void readUntil(SourceReader<T> reader, int atMost) throws Exception {
    while (items.size() + rejected.size() < atMost && read(reader, 100) == Status.OPEN) {
      // the test's time-out ends it
    }
  }

  @Override
  public void emit(T item) {
    throw new AssertionError("without a timestamp: " + item);
  }

  @Override
  public void emit(T item, long timestampMillis) {
    if (isFull()) {
      throw new AssertionError("emit on a full output");
    }
    room--;
    items.add(item);
    timestamps.add(timestampMillis);
  }

  @Override
  public void reject(Object record, String where, Exception cause) {
    rejected.add(where + ": " + record + ": " + cause.getMessage());
  }

  @Override
  public boolean isFull() {
    return room == 0;
  }
}
