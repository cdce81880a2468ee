package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The codecs of {@code float} and {@code double}. They follow {@code equals} of the boxes: all NaN
 * are one value, written as the canonical one, while 0.0 and -0.0 are two.
 */
final class FractionCodecs {
  private FractionCodecs() {}

  /** Four bytes, IEEE 754. */
  enum OfFloat implements Codec<Float> {
    INSTANCE;

    @Override
    public void write(Float value, DataOutput out) throws IOException {
      out.writeInt(Float.floatToIntBits(value));
    }

    @Override
    public Float read(DataInput in) throws IOException {
      return Float.intBitsToFloat(in.readInt());
    }

    @Override
    public String fingerprint() {
      return "float";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Float value) {
      return Murmur3.ofInt(Float.floatToIntBits(value));
    }
  }

  /** Eight bytes, IEEE 754. */
  enum OfDouble implements Codec<Double> {
    INSTANCE;

    @Override
    public void write(Double value, DataOutput out) throws IOException {
      out.writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public Double read(DataInput in) throws IOException {
      return Double.longBitsToDouble(in.readLong());
    }

    @Override
    public String fingerprint() {
      return "double";
    }

    @Override
    public Optional<Codec<Double>> reading(String fingerprint) {
      return Widening.reading(fingerprint, this, Number::doubleValue);
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(Double value) {
      return Murmur3.ofLong(Double.doubleToLongBits(value));
    }
  }
}
