package io.streamflow.store;

import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.Pairs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One checkpoint of a store, for the application to read while the job goes on. Any number of
 * threads may use it. It shows the same checkpoint until it is closed; but should the file have to
 * grow meanwhile, it ends, and says so with an {@link IllegalStateException}. Close it soon: the
 * file grows as long as a snapshot is kept.
 */
public final class StoreSnapshot implements Pairs, AutoCloseable {
  private final Readers readers;
  private final Reader reader;

  StoreSnapshot(Readers readers) {
    this.readers = readers;
    this.reader = readers.begin(true);
  }

  /** The manifest of the checkpoint that it shows; none before the first. */
  public Optional<byte[]> manifest() {
    return reader.manifest();
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
  public void close() {
    readers.end(reader);
  }
}
