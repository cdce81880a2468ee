package io.streamflow.local;

import io.streamflow.spi.Offset;
import io.streamflow.spi.SourceOutput;
import io.streamflow.spi.SourceReader;
import java.util.Iterator;

/** Reads an iterator; the offset is a count. */
final class IteratorReader<T> implements SourceReader<T> {
  private final Iterator<? extends T> items;
  private long read;

  IteratorReader(Iterator<? extends T> items, long read) {
    this.items = items;
    this.read = read;
  }

  @Override
  public Status read(SourceOutput<T> out, long maxWaitMillis) {
    while (!out.isFull()) {
      if (!items.hasNext()) {
        return Status.ENDED;
      }
      T item = items.next();
      read++;
      out.emit(item);
    }
    return Status.OPEN;
  }

  @Override
  public Offset offset() {
    return Offset.of(read);
  }

  @Override
  public void close() {}
}
