package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.Fingerprints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/** The list. One that was written when there was room for more is cut to today's length. */
record TopAccumulatorCodec<T>(int limit, Codec<T> item) implements Codec<ArrayList<T>> {
  private static final String NAME = "top";

  @Override
  public void write(ArrayList<T> accumulator, DataOutput out) throws IOException {
    Codecs.arrayList(item).write(accumulator, out);
  }

  @Override
  public ArrayList<T> read(DataInput in) throws IOException {
    ArrayList<T> accumulator = Codecs.arrayList(item).read(in);
    if (accumulator.size() > limit) {
      accumulator.subList(limit, accumulator.size()).clear();
    }
    return accumulator;
  }

  @Override
  public String fingerprint() {
    return Fingerprints.of(NAME, item);
  }

  @Override
  public Optional<Codec<ArrayList<T>>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, NAME, 1)
        .flatMap(parts -> item.reading(parts.getFirst()))
        .map(older -> new TopAccumulatorCodec<>(limit, older));
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
