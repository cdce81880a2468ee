package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.UUID;

/** Sixteen bytes, in the order in which a UUID is printed. */
enum UuidCodec implements Codec<UUID> {
  INSTANCE;

  @Override
  public void write(UUID value, DataOutput out) throws IOException {
    out.writeLong(value.getMostSignificantBits());
    out.writeLong(value.getLeastSignificantBits());
  }

  @Override
  public UUID read(DataInput in) throws IOException {
    long high = in.readLong();
    return new UUID(high, in.readLong());
  }

  @Override
  public String fingerprint() {
    return "uuid";
  }

  @Override
  public boolean canonical() {
    return true;
  }

  @Override
  public int stableHash(UUID value) {
    return Murmur3.ofLongs(value.getMostSignificantBits(), value.getLeastSignificantBits());
  }
}
