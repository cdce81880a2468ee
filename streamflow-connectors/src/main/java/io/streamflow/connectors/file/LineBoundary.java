package io.streamflow.connectors.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Every newline ends a record. Looks at eight bytes at a time. */
final class LineBoundary implements RecordBoundary {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long NEWLINES = ONES * '\n';

  @Override
  public int find(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      // A newline becomes a zero byte; the lowest byte that borrows is the first of them.
      long zeroIfNewline = (long) LONGS.get(bytes, i) ^ NEWLINES;
      long hits = (zeroIfNewline - ONES) & ~zeroIfNewline & HIGH_BITS;
      if (hits != 0) {
        return i + Long.numberOfTrailingZeros(hits) / Byte.SIZE;
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int takeInnerNewlines() {
    return 0;
  }
}
