package io.streamflow.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.BufferProxy;
import org.lmdbjava.DbiFlags;

/**
 * A stretch of native memory that LMDB reads from or points at. It is moved about rather than made
 * anew, so that a read allocates nothing but what it hands out. Not for two threads at once; what
 * it points at is gone with the next operation of its transaction.
 */
final class Window {
  @SuppressWarnings("restricted") // LMDB hands out bare addresses
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** Tells LMDB's binding how to move a window; needs neither Unsafe nor opened JDK packages. */
  static final BufferProxy<Window> PROXY = new Proxy();

  private long address;
  private long length;

  void moveTo(long newAddress, long newLength) {
    address = newAddress;
    length = newLength;
  }

  /** The bytes that it shows, copied. */
  byte[] copy() {
    byte[] bytes = new byte[Math.toIntExact(length)];
    MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, address, bytes, 0, bytes.length);
    return bytes;
  }

  /** Writes bytes to where it begins. There must be room for them. */
  void write(byte[] bytes) {
    MemorySegment.copy(bytes, 0, MEMORY, ValueLayout.JAVA_BYTE, address, bytes.length);
  }

  private static final class Proxy extends BufferProxy<Window> {
    private static final Comparator<Window> ORDER =
        (a, b) -> {
          long at =
              MemorySegment.mismatch(
                  MEMORY, a.address, a.address + a.length, MEMORY, b.address, b.address + b.length);
          return at < 0 || at == a.length || at == b.length
              ? Long.compare(a.length, b.length)
              : Byte.compareUnsigned(
                  MEMORY.get(ValueLayout.JAVA_BYTE, a.address + at),
                  MEMORY.get(ValueLayout.JAVA_BYTE, b.address + at));
        };

    @Override
    protected Window allocate() {
      return new Window();
    }

    @Override
    protected void deallocate(Window window) {} // what it points at is not its own

    @Override
    protected byte[] getBytes(Window window) {
      return window.copy();
    }

    @Override
    protected Comparator<Window> getComparator(DbiFlags... flags) {
      return ORDER;
    }

    @Override
    protected Comparator<Window> getSignedComparator() {
      throw new UnsupportedOperationException("keys are ordered as unsigned bytes");
    }

    @Override
    protected Comparator<Window> getUnsignedComparator() {
      return ORDER;
    }

    @Override
    protected @Nullable Pointer in(Window window, Pointer value) {
      value.putLong(STRUCT_FIELD_OFFSET_SIZE, window.length);
      value.putLong(STRUCT_FIELD_OFFSET_DATA, window.address);
      return null; // nothing to be kept alive
    }

    @Override
    protected @Nullable Pointer in(Window window, int size, Pointer value) {
      value.putLong(STRUCT_FIELD_OFFSET_SIZE, size);
      return null;
    }

    @Override
    protected Window out(Window window, Pointer value) {
      window.moveTo(
          value.getLong(STRUCT_FIELD_OFFSET_DATA), value.getLong(STRUCT_FIELD_OFFSET_SIZE));
      return window;
    }
  }
}
