package io.streamflow.aggregate;

import io.streamflow.function.MapFunction;
import io.streamflow.spi.Codec;
import io.streamflow.spi.Fingerprints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * One byte, 0 for none; else 1 and the item. Its key is asked for again, so that it needs no codec
 * and is what the function gives today.
 */
record ExtremeAccumulatorCodec<T, C>(
    String name, Codec<T> item, MapFunction<? super T, ? extends C> keyOf)
    implements Codec<ExtremeAccumulator<T, C>> {

  @Override
  public void write(ExtremeAccumulator<T, C> accumulator, DataOutput out) throws IOException {
    T held = accumulator.item;
    out.writeBoolean(held != null);
    if (held != null) {
      item.write(held, out);
    }
  }

  @Override
  public ExtremeAccumulator<T, C> read(DataInput in) throws IOException {
    ExtremeAccumulator<T, C> accumulator = new ExtremeAccumulator<>();
    if (in.readBoolean()) {
      T held = item.read(in);
      accumulator.item = held;
      accumulator.key = key(held);
    }
    return accumulator;
  }

  private C key(T held) throws IOException {
    try {
      return Objects.requireNonNull(keyOf.apply(held), name);
    } catch (Exception e) {
      throw new IOException(name + ": its function failed on a stored item", e);
    }
  }

  @Override
  public String fingerprint() {
    return Fingerprints.of(name, item);
  }

  @Override
  public Optional<Codec<ExtremeAccumulator<T, C>>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, name, 1)
        .flatMap(parts -> item.reading(parts.getFirst()))
        .map(older -> new ExtremeAccumulatorCodec<>(name, older, keyOf));
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
