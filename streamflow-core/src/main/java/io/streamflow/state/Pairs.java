package io.streamflow.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pairs of bytes in unsigned order of their keys. */
public interface Pairs {

  /** The value of a key, or null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** The first pairs from {@code from} (inclusive) to {@code to} (exclusive), at most so many. */
  List<BaseView.Entry> page(byte[] from, byte[] to, int limit);

  /** The least key from {@code from} (inclusive) to {@code to} (exclusive), or null. */
  byte @Nullable [] first(byte[] from, byte[] to);

  /** The greatest key from {@code from} (inclusive) to {@code to} (exclusive), or null. */
  byte @Nullable [] last(byte[] from, byte[] to);
}
