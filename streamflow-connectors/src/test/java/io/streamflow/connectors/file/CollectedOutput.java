package io.streamflow.connectors.file;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import io.streamflow.spi.SourceReader.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what a reader hands out; full after {@code capacity} items per call of read. */
final class CollectedOutput<T> implements SourceOutput<T> {
  record Rejected(String record, String where, Exception cause) {}

  final List<T> items = new ArrayList<>();
  final List<Rejected> rejected = new ArrayList<>();
  private final int capacity;
  private int room;

  CollectedOutput(int capacity) {
    this.capacity = capacity;
  }

  /** One call of read, with fresh room. */
  Status read(SourceReader<T> reader, long maxWaitMillis) throws Exception {
    room = capacity;
    return reader.read(this, maxWaitMillis);
  }

  /** Reads a whole bounded partition. */
  static <T> CollectedOutput<T> all(Source<T> source, String partition, Optional<Offset> from)
      throws Exception {
    CollectedOutput<T> out = new CollectedOutput<>(100);
    try (SourceReader<T> reader = source.open(partition, from)) {
      while (out.read(reader, 0) == Status.OPEN) {
        // until it has ended
      }
    }
    return out;
  }

  /** Reads the only partition of a bounded source. */
  static <T> CollectedOutput<T> all(Source<T> source) throws Exception {
    List<String> partitions = source.partitions();
    if (partitions.size() != 1) {
      throw new AssertionError("not one partition: " + partitions);
    }
    return all(source, partitions.getFirst(), Optional.empty());
  }

  @Override
  public void emit(T item) {
    if (isFull()) {
      throw new AssertionError("emit on a full output");
    }
    room--;
    items.add(item);
  }

  @Override
  public void emit(T item, long timestampMillis) {
    throw new AssertionError("files have no timestamps");
  }

  @Override
  public void reject(Object record, String where, Exception cause) {
    rejected.add(new Rejected(record.toString(), where, cause));
  }

  @Override
  public boolean isFull() {
    return room == 0;
  }
}
