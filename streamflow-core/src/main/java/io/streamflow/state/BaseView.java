package io.streamflow.state;

/**
 * What a committed checkpoint holds, as one task sees it: pairs of bytes in unsigned order of their
 * keys. Used by one thread at a time. It shows one checkpoint until {@link #renew} is called.
 */
public interface BaseView extends Pairs, AutoCloseable {

  /**
   * A pair.
   *
   * @param key its key
   * @param value its value
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(byte[] key, byte[] value) {}

  /** Shows the newest checkpoint from now on: one at least as new as any committed before. */
  void renew();

  @Override
  void close();
}
