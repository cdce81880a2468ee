package io.streamflow.testing;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceContext;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A source that is read a few items at a time, and in between not at all, so that few items meet
 * many checkpoints.
 *
 * @param most how many items a read gives at most
 */
record DrippedSource<T>(Source<T> source, int most) implements Source<T> {
  private static final int PAUSES = 2;

  @Override
  public Source<T> in(SourceContext context) {
    return new DrippedSource<>(source.in(context), most);
  }

  @Override
  public List<String> partitions() throws Exception {
    return source.partitions();
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) throws Exception {
    return new Reader(source.open(partition, from));
  }

  @Override
  public SourceReader<T> openNew(String partition) throws Exception {
    return new Reader(source.openNew(partition));
  }

  @Override
  public boolean timestamped() {
    return source.timestamped();
  }

  @Override
  public String description() {
    return source.description();
  }

  private final class Reader implements SourceReader<T> {
    private final SourceReader<T> reader;
    private int turn;

    Reader(SourceReader<T> reader) {
      this.reader = reader;
    }

    @Override
    public Status read(SourceOutput<T> out, long maxWaitMillis) throws Exception {
      return turn++ % (1 + PAUSES) == 0
          ? reader.read(new Few<>(out, most), maxWaitMillis)
          : Status.OPEN;
    }

    @Override
    public boolean stop() {
      return reader.stop();
    }

    @Override
    public void checkpointed(Offset offset) {
      reader.checkpointed(offset);
    }

    @Override
    public Offset offset() {
      return reader.offset();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  private static final class Few<T> implements SourceOutput<T> {
    private final SourceOutput<T> out;
    private int left;

    Few(SourceOutput<T> out, int most) {
      this.out = out;
      this.left = most;
    }

    @Override
    public void emit(T item) {
      left--;
      out.emit(item);
    }

    @Override
    public void emit(T item, long timestampMillis) {
      left--;
      out.emit(item, timestampMillis);
    }

    @Override
    public void reject(Object record, String where, Exception cause) {
      out.reject(record, where, cause);
    }

    @Override
    public boolean isFull() {
      return left <= 0 || out.isFull();
    }
  }
}
