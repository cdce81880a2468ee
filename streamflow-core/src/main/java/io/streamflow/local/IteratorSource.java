package io.streamflow.local;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceReader;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is left of an iterator, for one job. */
final class IteratorSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // the caller's; a job that is shipped elsewhere cannot use it
  private final Iterator<? extends T> items;

  private final AtomicBoolean used = new AtomicBoolean();

  IteratorSource(Iterator<? extends T> items) {
    this.items = items;
  }

  @Override
  public List<String> partitions() {
    return List.of("items");
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "this iterator was read by another job already; use Sources.from(iterable) to read again");
    }
    return new IteratorReader<>(items, 0);
  }

  @Override
  public boolean replayable() {
    return false;
  }

  @Override
  public String description() {
    return "iterator";
  }
}
