package io.streamflow.state;

/** State on the heap only: gone when the job is over. */
public final class HeapBackend implements StateBackend {

  /** A table for the moment, with room for {@code expected} keys. */
  public static <K, V> KeyedState<K, V> scratch(int expected) {
    return new HeapState<>(expected);
  }

  @Override
  public <K, V> KeyedState<K, V> keyed(String step, String state) {
    return new HeapState<>();
  }

  @Override
  public <K, V> PanedState<K, V> paned(String step, String state) {
    return new HeapPanes<>();
  }

  @Override
  public <K> int group(String step, String state, K key) {
    return 0;
  }

  @Override
  public long watermark(String step) {
    return NO_WATERMARK;
  }
}
