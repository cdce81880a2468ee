package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** The codecs of numbers without bounds. */
final class BigCodecs {
  private BigCodecs() {}

  /** The shortest two's complement form behind its length. */
  enum OfBigInteger implements Codec<BigInteger> {
    INSTANCE;

    @Override
    public void write(BigInteger value, DataOutput out) throws IOException {
      byte[] bytes = value.toByteArray();
      Lengths.write(bytes.length, out);
      out.write(bytes);
    }

    @Override
    public BigInteger read(DataInput in) throws IOException {
      return new BigInteger(Lengths.readBytes(Lengths.readSize(in), in));
    }

    @Override
    public String fingerprint() {
      return "bigint";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(BigInteger value) {
      return Murmur3.ofBytes(value.toByteArray());
    }
  }

  /**
   * Scale and unscaled value. 1.0 and 1.00 are different keys, as they are for {@code equals}: a
   * caller who does not want that strips trailing zeros in the key function.
   */
  enum OfBigDecimal implements Codec<BigDecimal> {
    INSTANCE;

    @Override
    public void write(BigDecimal value, DataOutput out) throws IOException {
      out.writeInt(value.scale());
      OfBigInteger.INSTANCE.write(value.unscaledValue(), out);
    }

    @Override
    public BigDecimal read(DataInput in) throws IOException {
      int scale = in.readInt();
      return new BigDecimal(OfBigInteger.INSTANCE.read(in), scale);
    }

    @Override
    public String fingerprint() {
      return "decimal";
    }

    @Override
    public boolean canonical() {
      return true;
    }

    @Override
    public int stableHash(BigDecimal value) {
      return Murmur3.ofInts(
          OfBigInteger.INSTANCE.stableHash(value.unscaledValue()), Murmur3.ofInt(value.scale()));
    }
  }
}
