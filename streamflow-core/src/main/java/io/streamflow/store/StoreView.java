package io.streamflow.store;

import io.streamflow.state.BaseView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's view of a store. When the file has to grow, which it never does within its first map, a
 * view goes on at the newest checkpoint without having been renewed. Throws {@link
 * IllegalStateException} once it, or its store, is closed.
 */
final class StoreView implements BaseView {
  private final Readers readers;
  private final Reader reader;

  StoreView(Readers readers) {
    this.readers = readers;
    this.reader = readers.begin(false);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return reader.get(key);
  }

  @Override
  public List<Entry> page(byte[] from, byte[] to, int limit) {
    return reader.page(from, to, limit);
  }

  @Override
  public byte @Nullable [] first(byte[] from, byte[] to) {
    return reader.first(from, to);
  }

  @Override
  public byte @Nullable [] last(byte[] from, byte[] to) {
    return reader.last(from, to);
  }

  @Override
  public void renew() {
    reader.renew();
  }

  @Override
  public void close() {
    readers.end(reader);
  }
}
