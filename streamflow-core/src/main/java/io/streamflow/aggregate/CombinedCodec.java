package io.streamflow.aggregate;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Fingerprints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The accumulators of the aggregators side by side, in their order. */
record CombinedCodec(List<Codec<Object>> parts) implements Codec<Object[]> {
  private static final String NAME = "combined";

  @Override
  public void write(Object[] accumulators, DataOutput out) throws IOException {
    for (int i = 0; i < accumulators.length; i++) {
      parts.get(i).write(accumulators[i], out);
    }
  }

  @Override
  public Object[] read(DataInput in) throws IOException {
    Object[] accumulators = new Object[parts.size()];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = parts.get(i).read(in);
    }
    return accumulators;
  }

  @Override
  public String fingerprint() {
    return Fingerprints.of(NAME, parts);
  }

  @Override
  public Optional<Codec<Object[]>> reading(String fingerprint) {
    Optional<List<String>> older = Fingerprints.parts(fingerprint, NAME, parts.size());
    if (older.isEmpty()) {
      return Optional.empty();
    }
    List<Codec<Object>> readers = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).reading(older.get().get(i)).ifPresent(readers::add);
    }
    return readers.size() == parts.size()
        ? Optional.of(new CombinedCodec(List.copyOf(readers)))
        : Optional.empty();
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
