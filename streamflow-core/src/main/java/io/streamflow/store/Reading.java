package io.streamflow.store;

import io.streamflow.state.BaseView.Entry;
import io.streamflow.state.Pairs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reader as it is handed out: of a task, or of the application. */
abstract sealed class Reading implements Pairs, AutoCloseable permits StoreView, StoreSnapshot {
  private final Readers readers;
  final Reader reader;

  /** Begins to read; see {@link Reader}. */
  Reading(Readers readers, boolean pinned) {
    this.readers = readers;
    this.reader = readers.begin(pinned);
  }

  @Override
  public final byte @Nullable [] get(byte[] key) {
    return reader.get(key);
  }

  @Override
  public final List<Entry> page(byte[] from, byte[] to, int limit) {
    return reader.page(from, to, limit);
  }

  @Override
  public final byte @Nullable [] first(byte[] from, byte[] to) {
    return reader.first(from, to);
  }

  @Override
  public final byte @Nullable [] last(byte[] from, byte[] to) {
    return reader.last(from, to);
  }

  @Override
  public final void close() {
    readers.end(reader);
  }
}
