package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The length, then the bytes. Not for keys: {@code equals} of an array is identity, so two arrays
 * of the same content would be two keys in memory and one on disk.
 */
enum ByteArrayCodec implements Codec<byte[]> {
  INSTANCE;

  @Override
  public void write(byte[] value, DataOutput out) throws IOException {
    Lengths.write(value.length, out);
    out.write(value);
  }

  @Override
  public byte[] read(DataInput in) throws IOException {
    return Lengths.readBytes(Lengths.readSize(in), in);
  }

  @Override
  public String fingerprint() {
    return "bytes";
  }

  @Override
  public boolean canonical() {
    return false;
  }

  @Override
  public int stableHash(byte[] value) {
    return Murmur3.ofBytes(value);
  }
}
