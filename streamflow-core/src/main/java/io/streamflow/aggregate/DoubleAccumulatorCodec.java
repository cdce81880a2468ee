package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The sum, what rounding took from it, and the count: a sum may become a mean and go on. */
enum DoubleAccumulatorCodec implements Codec<DoubleAccumulator> {
  INSTANCE;

  @Override
  public void write(DoubleAccumulator accumulator, DataOutput out) throws IOException {
    out.writeDouble(accumulator.sum);
    out.writeDouble(accumulator.lost);
    out.writeLong(accumulator.count);
  }

  @Override
  public DoubleAccumulator read(DataInput in) throws IOException {
    DoubleAccumulator accumulator = new DoubleAccumulator();
    accumulator.sum = in.readDouble();
    accumulator.lost = in.readDouble();
    accumulator.count = in.readLong();
    return accumulator;
  }

  @Override
  public String fingerprint() {
    return "sum-double";
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
