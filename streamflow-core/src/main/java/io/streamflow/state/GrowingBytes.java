package io.streamflow.state;

import java.io.OutputStream;
import java.util.Arrays;

/** Bytes being put together, used by one thread again and again. */
final class GrowingBytes extends OutputStream {
  private static final int INITIAL = 256;

  /** A single huge value must not hold its room for ever. */
  private static final int KEPT = 1 << 20;

  private byte[] bytes = new byte[INITIAL];
  private int length;

  /** Begins anew. */
  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }

  int length() {
    return length;
  }

  /** The bytes, and others behind them, until the next call. */
  byte[] bytes() {
    return bytes;
  }

  byte[] copy(int from) {
    return Arrays.copyOfRange(bytes, from, length);
  }

  /** Keeps only the first bytes. */
  void truncate(int to) {
    length = to;
  }

  @Override
  public void write(int single) {
    reserve(1);
    bytes[length++] = (byte) single;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
    }
  }
}
