package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Fingerprints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * One byte, 0 for none; else 1 and the value.
 *
 * @param name what the value is: a maximum does not go on from a minimum
 * @param value the codec of the value
 */
record ValueAccumulatorCodec<V>(String name, Codec<V> value) implements Codec<ValueAccumulator<V>> {

  @Override
  public void write(ValueAccumulator<V> accumulator, DataOutput out) throws IOException {
    V held = accumulator.value;
    out.writeBoolean(held != null);
    if (held != null) {
      value.write(held, out);
    }
  }

  @Override
  public ValueAccumulator<V> read(DataInput in) throws IOException {
    ValueAccumulator<V> accumulator = new ValueAccumulator<>();
    accumulator.value = in.readBoolean() ? value.read(in) : null;
    return accumulator;
  }

  @Override
  public String fingerprint() {
    return Fingerprints.of(name, value);
  }

  @Override
  public Optional<Codec<ValueAccumulator<V>>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, name, 1)
        .flatMap(parts -> value.reading(parts.getFirst()))
        .map(older -> new ValueAccumulatorCodec<>(name, older));
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
