package io.streamflow.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Native memory that holds the key of one call. Not for two threads at once. */
final class KeyBuffer {
  private final Window window = new Window();
  private MemorySegment memory = Arena.ofAuto().allocate(StateStore.MAX_KEY_BYTES);

  /** A window over a copy of the key, until the next call. Keys to search for may be longer. */
  Window hold(byte[] key) {
    if (key.length > memory.byteSize()) {
      memory = Arena.ofAuto().allocate(key.length);
    }
    MemorySegment.copy(key, 0, memory, ValueLayout.JAVA_BYTE, 0, key.length);
    window.moveTo(memory.address(), key.length);
    return window;
  }
}
