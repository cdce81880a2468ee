package io.streamflow.local;

import io.streamflow.spi.Offset;
import io.streamflow.spi.Source;
import io.streamflow.spi.SourceReader;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The elements of an iterable, from the start for every job. */
final class IterableSource<T> implements Source<T> {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // the caller's: most collections are serializable
  private final Iterable<? extends T> items;

  IterableSource(Iterable<? extends T> items) {
    this.items = items;
  }

  @Override
  public List<String> partitions() {
    return List.of("items");
  }

  @Override
  public SourceReader<T> open(String partition, Optional<Offset> from) {
    Iterator<? extends T> iterator = items.iterator();
    long skip = from.map(Offset::position).orElse(0L);
    for (long i = 0; i < skip && iterator.hasNext(); i++) {
      iterator.next();
    }
    return new IteratorReader<>(iterator, skip);
  }

  @Override
  public String description() {
    return "iterable";
  }
}
