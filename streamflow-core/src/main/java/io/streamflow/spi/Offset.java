package io.streamflow.spi;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A position in a source partition, after the last item handed out. Opaque to the engine: the
 * source that made it reads it back.
 */
public final class Offset implements Serializable {
  private static final long serialVersionUID = 1L;
  private final byte[] bytes;

  private Offset(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A position written as bytes of the source's own. */
  public static Offset of(byte[] bytes) {
    return new Offset(bytes.clone());
  }

  /** A position that is a count, such as items or bytes read. */
  public static Offset of(long position) {
    return new Offset(ByteBuffer.allocate(Long.BYTES).putLong(position).array());
  }

  /** A position written as text. */
  public static Offset of(String text) {
    return new Offset(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes given to {@link #of(byte[])}. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The count given to {@link #of(long)}.
   *
   * @throws IllegalStateException when this offset is not a count
   */
  public long position() {
    if (bytes.length != Long.BYTES) {
      throw new IllegalStateException(
          "offset is not a position: it has " + bytes.length + " bytes");
    }
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** The text given to {@link #of(String)}. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Offset that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length == Long.BYTES ? "Offset[" + position() + "]" : "Offset[" + text() + "]";
  }
}
