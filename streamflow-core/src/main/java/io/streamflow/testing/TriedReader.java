package io.streamflow.testing;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** A reader whose calls are noted, and what it hands out. Used by one thread at a time. */
final class TriedReader<T> implements AutoCloseable {
  private final String partition;
  private final SourceReader<T> reader;
  private final Trial trial;
  private final boolean timestamped;
  private final List<Handed<T>> items = new ArrayList<>();
  private int rejected;
  private boolean ended;

  TriedReader(String partition, SourceReader<T> reader, Trial trial, boolean timestamped) {
    this.partition = partition;
    this.reader = Objects.requireNonNull(reader, "the source opened a reader that is null");
    this.trial = trial;
    this.timestamped = timestamped;
  }

  String partition() {
    return partition;
  }

  /** Everything handed out so far. */
  List<Handed<T>> items() {
    return items;
  }

  int rejected() {
    return rejected;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Reads up to so many items; how many there were. */
  int read(int most, long maxWaitMillis) throws Exception {
    int before = items.size();
    String call = "read '%s', up to %d, wait %d ms".formatted(partition, most, maxWaitMillis);
    SourceReader.Status status;
    try {
      status = reader.read(new Output(most), maxWaitMillis);
    } catch (Throwable e) {
      trial.called(call + " threw " + e);
      throw e;
    }
    ended = status == SourceReader.Status.ENDED;
    trial.called(call + " -> " + items.subList(before, items.size()) + " " + status);
    return items.size() - before;
  }

  /** Asks for the position, twice, and brings it through its bytes, as a checkpoint does. */
  Offset offset() {
    Offset offset = reader.offset();
    Offset again = reader.offset();
    trial.called("offset of '%s' -> %s".formatted(partition, offset));
    if (!offset.equals(again)) {
      throw trial.broken(
          Clause.OFFSET_ASKED, "asked twice for the offset, it has moved", offset, again);
    }
    return Offset.of(offset.bytes());
  }

  boolean stop() {
    boolean emptied = reader.stop();
    trial.called("stop '%s' -> %s".formatted(partition, emptied));
    return emptied;
  }

  void checkpointed(Offset offset) {
    trial.called("checkpointed '%s' at %s".formatted(partition, offset));
    reader.checkpointed(offset);
  }

  @Override
  public void close() throws IOException {
    trial.called("close '%s'".formatted(partition));
    reader.close();
  }

  private final class Output implements SourceOutput<T> {
    private final int most;
    private int count;

    Output(int most) {
      this.most = most;
    }

    @Override
    public void emit(T item) {
      if (timestamped) {
        throw trial.broken(
            Clause.TIMESTAMPED,
            "timestamped() is true, and an item comes without a timestamp",
            "emit(item, timestamp)",
            item);
      }
      add(new Handed<>(item, OptionalLong.empty()));
    }

    @Override
    public void emit(T item, long timestampMillis) {
      add(new Handed<>(item, OptionalLong.of(timestampMillis)));
    }

    private void add(Handed<T> handed) {
      Objects.requireNonNull(handed.item(), "the source emitted null");
      if (isFull()) {
        throw trial.broken(
            Clause.FULL, "an item was handed out that the output has no room for", most, handed);
      }
      count++;
      items.add(handed);
    }

    @Override
    public void reject(Object record, String where, Exception cause) {
      trial.called("  rejected %s at %s: %s".formatted(record, where, cause));
      rejected++;
      if (where.isBlank()) {
        throw trial.broken(Clause.REJECT, "it was not told where", "its place", "nothing");
      }
    }

    @Override
    public boolean isFull() {
      return count >= most;
    }
  }
}
