package io.streamflow.aggregate;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The extremes, then the sketch's bins in the library's own encoding, behind its length. The
 * mapping of numbers to bins is left out of it, being the same for all.
 */
enum QuantileAccumulatorCodec implements Codec<QuantileAccumulator> {
  INSTANCE;

  private static final Codec<byte[]> BYTES = Codecs.of(byte[].class);

  @Override
  public void write(QuantileAccumulator accumulator, DataOutput out) throws IOException {
    out.writeDouble(accumulator.min);
    out.writeDouble(accumulator.max);
    GrowingByteArrayOutput bins = GrowingByteArrayOutput.withDefaultInitialCapacity();
    accumulator.sketch.encode(bins, true);
    BYTES.write(bins.trimmedCopy(), out);
  }

  @Override
  public QuantileAccumulator read(DataInput in) throws IOException {
    double min = in.readDouble();
    double max = in.readDouble();
    ByteArrayInput bins = ByteArrayInput.wrap(BYTES.read(in));
    DDSketch sketch = DDSketch.decode(bins, QuantileAccumulator::bins, QuantileAccumulator.BINS);
    return new QuantileAccumulator(sketch, min, max);
  }

  @Override
  public String fingerprint() {
    // A percentile of other bins would be another one.
    return "ddsketch-cubic-"
        + QuantileAccumulator.RELATIVE_ERROR
        + "-"
        + QuantileAccumulator.MAX_BINS;
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
