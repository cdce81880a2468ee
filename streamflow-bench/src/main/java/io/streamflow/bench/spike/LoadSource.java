package io.streamflow.bench.spike;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Items of a {@link Load}, by the wall clock. What is due and not read waits outside of the
 * process, as in a log: it takes no memory here.
 *
 * @param load what is due when
 * @param beginMillis when it begins
 */
record LoadSource(Load load, long beginMillis) implements Source<Tick> {
  @Override
  public List<String> partitions() {
    return List.of("load");
  }

  @Override
  public SourceReader<Tick> open(String partition, Optional<Offset> from) {
    return new Reader(from.map(Offset::position).orElse(0L));
  }

  @Override
  public boolean timestamped() {
    return true;
  }

  @Override
  public Optional<java.lang.reflect.Type> itemType() {
    return Optional.of(Tick.class);
  }

  private final class Reader implements SourceReader<Tick> {
    private final long items = load.items();
    private long next;

    Reader(long next) {
      this.next = next;
    }

    private long sinceBegin() {
      return System.currentTimeMillis() - beginMillis;
    }

    @Override
    public Status read(SourceOutput<Tick> out, long maxWaitMillis) throws InterruptedException {
      if (next == items) {
        return Status.ENDED;
      }
      long wait = load.dueMillis(next) - sinceBegin();
      if (wait > 0) {
        Thread.sleep(Math.min(wait, maxWaitMillis));
      }
      long due = Math.min(items, load.due(sinceBegin()));
      for (; next < due && !out.isFull(); next++) {
        long dueMillis = beginMillis + load.dueMillis(next);
        out.emit(new Tick(next, dueMillis, 0), dueMillis);
      }
      return next == items ? Status.ENDED : Status.OPEN;
    }

    @Override
    public Offset offset() {
      return Offset.of(next);
    }

    @Override
    public OptionalLong lag() {
      return OptionalLong.of(Math.max(0, Math.min(items, load.due(sinceBegin())) - next));
    }

    @Override
    public void close() {}
  }
}
