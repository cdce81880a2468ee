package io.streamflow.compile;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.InvalidObjectException;

/** For what there are no values of, such as the timers of a function that sets none. */
enum NothingCodec implements Codec<Void> {
  INSTANCE;

  @Override
  public void write(Void value, DataOutput out) {
    throw new UnsupportedOperationException("there are no values of Void");
  }

  @Override
  public Void read(DataInput in) throws InvalidObjectException {
    throw new InvalidObjectException("there are no values of Void");
  }

  @Override
  public String fingerprint() {
    return "nothing";
  }

  @Override
  public boolean canonical() {
    return true;
  }
}
