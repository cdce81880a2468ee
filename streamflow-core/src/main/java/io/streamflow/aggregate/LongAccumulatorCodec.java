package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Eight bytes.
 *
 * @param fingerprint what the number is: a count does not go on from a sum
 */
record LongAccumulatorCodec(String fingerprint) implements Codec<LongAccumulator> {

  @Override
  public void write(LongAccumulator accumulator, DataOutput out) throws IOException {
    out.writeLong(accumulator.value());
  }

  @Override
  public LongAccumulator read(DataInput in) throws IOException {
    return new LongAccumulator(in.readLong());
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
