package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The size, then the elements in order. What is read cannot be changed. */
record ListCodec<E>(Codec<E> element) implements Codec<List<E>> {

  @Override
  public void write(List<E> value, DataOutput out) throws IOException {
    Lengths.write(value.size(), out);
    for (E each : value) {
      element.write(each, out);
    }
  }

  @Override
  public List<E> read(DataInput in) throws IOException {
    int size = Lengths.readSize(in);
    List<E> list = new ArrayList<>(Lengths.room(size));
    for (int i = 0; i < size; i++) {
      list.add(element.read(in));
    }
    return Collections.unmodifiableList(list);
  }

  @Override
  public String fingerprint() {
    return "list<" + element.fingerprint() + ">";
  }

  @Override
  public Optional<Codec<List<E>>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, "list", 1)
        .flatMap(parts -> element.reading(parts.getFirst()))
        .map(ListCodec::new);
  }

  @Override
  public boolean canonical() {
    return element.canonical();
  }

  @Override
  public int stableHash(List<E> value) {
    int hash = 0;
    for (E each : value) {
      hash = Murmur3.mix(hash, element.stableHash(each));
    }
    return Murmur3.finish(hash, value.size() * Integer.BYTES);
  }
}
