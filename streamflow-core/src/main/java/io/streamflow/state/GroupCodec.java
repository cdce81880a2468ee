package io.streamflow.state;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Key groups as keys of a state, each of which lies in the group that it names. */
public enum GroupCodec implements Codec<Integer> {
  /** The only one. */
  INSTANCE;

  @Override
  public void write(Integer group, DataOutput out) throws IOException {
    out.writeShort(group);
  }

  @Override
  public Integer read(DataInput in) throws IOException {
    return in.readUnsignedShort();
  }

  @Override
  public String fingerprint() {
    return "group";
  }

  @Override
  public boolean canonical() {
    return true;
  }

  @Override
  public int stableHash(Integer group) {
    return group;
  }
}
