package io.streamflow.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a committed checkpoint holds, as one task sees it: pairs of bytes in unsigned order of their
 * keys. Used by one thread at a time. It shows one checkpoint until {@link #renew} is called.
 */
public interface BaseView extends AutoCloseable {

  /**
   * A pair.
   *
   * @param key its key
   * @param value its value
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(byte[] key, byte[] value) {}

  /** The value of a key, or null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** The first pairs from {@code from} (inclusive) to {@code to} (exclusive), at most so many. */
  List<Entry> page(byte[] from, byte[] to, int limit);

  /** The least key from {@code from} (inclusive) to {@code to} (exclusive), or null. */
  byte @Nullable [] first(byte[] from, byte[] to);

  /** The greatest key from {@code from} (inclusive) to {@code to} (exclusive), or null. */
  byte @Nullable [] last(byte[] from, byte[] to);

  /** Shows the newest checkpoint from now on: one at least as new as any committed before. */
  void renew();

  @Override
  void close();
}
