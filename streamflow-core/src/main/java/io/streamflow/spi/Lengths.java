package io.streamflow.spi;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;

/**
 * Lengths in front of what they measure: seven bits per byte, low bits first, the top bit set on
 * all but the last byte (unsigned LEB128). Pure functions.
 */
final class Lengths {
  /** Damaged bytes may claim any length: up to this much is allocated before it has been read. */
  private static final int TRUSTED = 1 << 16;

  private Lengths() {}

  /** Writes 32 unsigned bits in one to five bytes. */
  static void write(int bits, DataOutput out) throws IOException {
    int rest = bits;
    while ((rest & ~0x7f) != 0) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int read(DataInput in) throws IOException {
    int bits = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = in.readByte();
      bits |= (next & 0x7f) << shift;
      if (next >= 0) {
        return bits;
      }
    }
    throw new StreamCorruptedException("a length of more than five bytes");
  }

  /** Reads the length of an array or collection, which cannot be negative. */
  static int readSize(DataInput in) throws IOException {
    int size = read(in);
    if (size < 0) {
      throw new StreamCorruptedException("a size of " + Integer.toUnsignedString(size));
    }
    return size;
  }

  /** How much room to make for a collection that claims to have {@code size} elements. */
  static int room(int size) {
    return Math.min(size, TRUSTED);
  }

  /** Reads {@code size} bytes. */
  static byte[] readBytes(int size, DataInput in) throws IOException {
    byte[] bytes = new byte[room(size)];
    in.readFully(bytes);
    if (size == bytes.length) {
      return bytes;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(2 * TRUSTED);
    all.write(bytes);
    for (int left = size - bytes.length; left > 0; left -= bytes.length) {
      bytes = left < bytes.length ? new byte[left] : bytes;
      in.readFully(bytes);
      all.write(bytes);
    }
    return all.toByteArray();
  }
}
