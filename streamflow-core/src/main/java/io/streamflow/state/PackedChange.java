package io.streamflow.state;

import io.streamflow.state.EpochWrites.Write;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How a change is packed into an array, with others, in memory and on the disk: its kind (one
 * byte), the lengths of its two parts (two bytes, four bytes), and the parts: the key and the value
 * of a put, the key of a deletion, the two ends of a range.
 */
public final class PackedChange {
  /** The kinds. */
  public static final byte PUT = 0;

  /** See {@link #PUT}. */
  public static final byte DELETE = 1;

  /** See {@link #PUT}. */
  public static final byte RANGE = 2;

  /** How long the first part may be. */
  public static final int MAX_FIRST_BYTES = 0xFFFF;

  private static final int HEAD_BYTES = 7;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private PackedChange() {}

  /** How many bytes one with parts of these lengths takes. */
  public static long bytes(int first, int second) {
    return (long) HEAD_BYTES + first + second;
  }

  /** Writes one whose parts lie one after the other in an array; returns where the next goes. */
  static int write(byte[] to, int at, byte kind, byte[] parts, int first, int second) {
    int from = head(to, at, kind, first, second);
    System.arraycopy(parts, 0, to, from, first + second);
    return from + first + second;
  }

  /** Writes one and returns where the next goes. */
  public static int write(byte[] to, int at, byte kind, byte[] first, byte[] second) {
    int from = head(to, at, kind, first.length, second.length);
    System.arraycopy(first, 0, to, from, first.length);
    System.arraycopy(second, 0, to, from + first.length, second.length);
    return from + first.length + second.length;
  }

  private static int head(byte[] to, int at, byte kind, int first, int second) {
    to[at] = kind;
    SHORT.set(to, at + 1, (short) first);
    INT.set(to, at + 3, second);
    return at + HEAD_BYTES;
  }

  /** Its kind. */
  public static byte kind(byte[] in, int at) {
    return in[at];
  }

  /** Where its key, or first part, begins. */
  public static int keyFrom(int at) {
    return at + HEAD_BYTES;
  }

  /** Where its key ends. */
  public static int keyTo(byte[] in, int at) {
    return at + HEAD_BYTES + Short.toUnsignedInt((short) SHORT.get(in, at + 1));
  }

  /** Where it ends and the next one begins. */
  public static int end(byte[] in, int at) {
    return keyTo(in, at) + (int) INT.get(in, at + 3);
  }

  /** A copy of the first part. */
  public static byte[] first(byte[] in, int at) {
    return Arrays.copyOfRange(in, keyFrom(at), keyTo(in, at));
  }

  /** A copy of the second part. */
  public static byte[] second(byte[] in, int at) {
    return Arrays.copyOfRange(in, keyTo(in, at), end(in, at));
  }

  /** The change of a pair that it tells of. */
  public static Write pair(byte[] in, int at) {
    return new Write(first(in, at), kind(in, at) == PUT ? second(in, at) : null);
  }

  /** Compares the keys of two, as unsigned bytes. */
  public static int compareKeys(byte[] in, int at, byte[] otherIn, int otherAt) {
    return Arrays.compareUnsigned(
        in, keyFrom(at), keyTo(in, at), otherIn, keyFrom(otherAt), keyTo(otherIn, otherAt));
  }

  /** Compares the key of one with another key, as unsigned bytes. */
  public static int compareKey(byte[] in, int at, byte[] key) {
    return Arrays.compareUnsigned(in, keyFrom(at), keyTo(in, at), key, 0, key.length);
  }
}
