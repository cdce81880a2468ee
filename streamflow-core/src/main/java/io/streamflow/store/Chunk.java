package io.streamflow.store;

import io.streamflow.state.EpochWrites.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How changes are packed in the log, and in memory: a chunk begins with a byte that tells whether
 * an epoch begins with it, and goes on with records. A record is its kind (one byte), the lengths
 * of its two parts (two bytes, four bytes) and the parts: the key and the value of a put, the key
 * of a deletion, the two ends of a range.
 */
final class Chunk {
  /** The kinds of records. */
  static final byte PUT = 0;

  static final byte DELETE = 1;
  static final byte RANGE = 2;

  /** Where the first record is. */
  static final int FIRST = 1;

  private static final byte GOES_ON = 0;
  private static final byte BEGINS_EPOCH = 1;
  private static final int HEAD_BYTES = 7;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Chunk() {}

  /** How many bytes a record takes. */
  static long recordBytes(byte[] first, byte[] second) {
    return (long) HEAD_BYTES + first.length + second.length;
  }

  static void begin(byte[] chunk, boolean beginsEpoch) {
    chunk[0] = beginsEpoch ? BEGINS_EPOCH : GOES_ON;
  }

  static boolean beginsEpoch(byte[] chunk) {
    return chunk[0] == BEGINS_EPOCH;
  }

  /** Writes a record and returns where the next one goes. */
  static int write(byte[] chunk, int at, byte kind, byte[] first, byte[] second) {
    chunk[at] = kind;
    SHORT.set(chunk, at + 1, (short) first.length);
    INT.set(chunk, at + 3, second.length);
    System.arraycopy(first, 0, chunk, at + HEAD_BYTES, first.length);
    System.arraycopy(second, 0, chunk, at + HEAD_BYTES + first.length, second.length);
    return at + HEAD_BYTES + first.length + second.length;
  }

  static byte kind(byte[] chunk, int at) {
    return chunk[at];
  }

  static int keyFrom(int at) {
    return at + HEAD_BYTES;
  }

  static int keyTo(byte[] chunk, int at) {
    return at + HEAD_BYTES + Short.toUnsignedInt((short) SHORT.get(chunk, at + 1));
  }

  /** Where the record ends and the next one begins. */
  static int end(byte[] chunk, int at) {
    return keyTo(chunk, at) + (int) INT.get(chunk, at + 3);
  }

  static byte[] first(byte[] chunk, int at) {
    return Arrays.copyOfRange(chunk, keyFrom(at), keyTo(chunk, at));
  }

  static byte[] second(byte[] chunk, int at) {
    return Arrays.copyOfRange(chunk, keyTo(chunk, at), end(chunk, at));
  }

  /** The change that a record of a pair tells of. */
  static Write pair(byte[] chunk, int at) {
    return new Write(first(chunk, at), kind(chunk, at) == PUT ? second(chunk, at) : null);
  }

  static int compareKeys(byte[] chunk, int at, byte[] otherChunk, int otherAt) {
    return Arrays.compareUnsigned(
        chunk,
        keyFrom(at),
        keyTo(chunk, at),
        otherChunk,
        keyFrom(otherAt),
        keyTo(otherChunk, otherAt));
  }

  static int compareKey(byte[] chunk, int at, byte[] key) {
    return Arrays.compareUnsigned(chunk, keyFrom(at), keyTo(chunk, at), key, 0, key.length);
  }
}
