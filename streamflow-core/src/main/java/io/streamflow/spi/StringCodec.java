package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Twice the number of chars, plus one when some char needs two bytes; then every char in one byte
 * (ISO 8859-1) or every char in two (UTF-16, high byte first). Unlike UTF-8 this keeps unpaired
 * surrogates, so that different strings never share their bytes, and it is what the JVM itself
 * holds.
 */
enum StringCodec implements Codec<String> {
  INSTANCE;

  @Override
  public void write(String value, DataOutput out) throws IOException {
    if (narrow(value)) {
      Lengths.write(value.length() << 1, out);
      out.write(value.getBytes(StandardCharsets.ISO_8859_1));
    } else {
      Lengths.write(value.length() << 1 | 1, out);
      byte[] bytes = new byte[value.length() * Character.BYTES];
      ByteBuffer.wrap(bytes).asCharBuffer().put(value);
      out.write(bytes);
    }
  }

  @Override
  public String read(DataInput in) throws IOException {
    int header = Lengths.read(in);
    int length = header >>> 1;
    if ((header & 1) == 0) {
      return new String(Lengths.readBytes(length, in), StandardCharsets.ISO_8859_1);
    }
    if (length > Integer.MAX_VALUE / Character.BYTES) {
      throw new StreamCorruptedException("a string of " + length + " wide characters");
    }
    byte[] bytes = Lengths.readBytes(length * Character.BYTES, in);
    return ByteBuffer.wrap(bytes).asCharBuffer().toString();
  }

  @Override
  public String fingerprint() {
    return "string";
  }

  @Override
  public boolean canonical() {
    return true;
  }

  @Override
  public int stableHash(String value) {
    return Murmur3.ofChars(value);
  }

  private static boolean narrow(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }
}
