package io.streamflow.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3 by Austin Appleby (public domain): the 32-bit x86 form with seed 0, and its
 * finalizers alone where one machine word is all there is. Pure functions; key groups on disk
 * depend on their values, so they can never change.
 */
final class Murmur3 {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Murmur3() {}

  /** The finalizer fmix32: a bijection, so no two ints collide. */
  static int ofInt(int value) {
    int h = value;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    h ^= h >>> 16;
    return h;
  }

  /** The low half of the finalizer fmix64. */
  static int ofLong(long value) {
    long h = value;
    h ^= h >>> 33;
    h *= 0xff51afd7ed558ccdL;
    h ^= h >>> 33;
    h *= 0xc4ceb9fe1a85ec53L;
    h ^= h >>> 33;
    return (int) h;
  }

  /** The hash of eight bytes: both ints in little-endian order. */
  static int ofInts(int first, int second) {
    return finish(mix(mix(0, first), second), 2 * Integer.BYTES);
  }

  /** The hash of 16 bytes: both longs in little-endian order. */
  static int ofLongs(long first, long second) {
    int h = mix(0, (int) first);
    h = mix(h, (int) (first >>> 32));
    h = mix(h, (int) second);
    h = mix(h, (int) (second >>> 32));
    return finish(h, 2 * Long.BYTES);
  }

  static int ofBytes(byte[] bytes) {
    int h = 0;
    int i = 0;
    for (; i + Integer.BYTES <= bytes.length; i += Integer.BYTES) {
      h = mix(h, (int) INTS.get(bytes, i));
    }
    int tail = 0;
    for (int shift = 0; i < bytes.length; i++, shift += Byte.SIZE) {
      tail |= (bytes[i] & 0xff) << shift;
    }
    return finish(h ^ scramble(tail), bytes.length);
  }

  /** The hash of the string's UTF-16 code units, each as two bytes in little-endian order. */
  static int ofChars(String text) {
    int length = text.length();
    int h = 0;
    int i = 0;
    for (; i + 2 <= length; i += 2) {
      h = mix(h, text.charAt(i) | text.charAt(i + 1) << Character.SIZE);
    }
    if (i < length) {
      h ^= scramble(text.charAt(i));
    }
    return finish(h, length * Character.BYTES);
  }

  /** Takes four more bytes, or the hash of a part, into a running hash that began as 0. */
  static int mix(int hash, int block) {
    return Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
  }

  /** Ends a running hash over {@code length} bytes. */
  static int finish(int hash, int length) {
    return ofInt(hash ^ length);
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }
}
