package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/** One byte, 0 for empty; else 1 and the value. */
record OptionalCodec<T>(Codec<T> content) implements Codec<Optional<T>> {

  @Override
  public void write(Optional<T> value, DataOutput out) throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      content.write(value.get(), out);
    }
  }

  @Override
  public Optional<T> read(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(content.read(in)) : Optional.empty();
  }

  @Override
  public String fingerprint() {
    return "optional<" + content.fingerprint() + ">";
  }

  @Override
  public Optional<Codec<Optional<T>>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, "optional", 1)
        .flatMap(parts -> content.reading(parts.getFirst()))
        .map(OptionalCodec::new);
  }

  @Override
  public boolean canonical() {
    return content.canonical();
  }

  @Override
  public int stableHash(Optional<T> value) {
    return value.isPresent() ? Murmur3.ofInts(1, content.stableHash(value.get())) : 0;
  }
}
