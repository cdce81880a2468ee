package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The size, then the elements in the set's own order, which what is read keeps. Not for keys: equal
 * sets may differ in their order, a sorted set too when its comparator is not the other's.
 */
record SetCodec<E>(Codec<E> element) implements Codec<Set<E>> {

  @Override
  public void write(Set<E> value, DataOutput out) throws IOException {
    Lengths.write(value.size(), out);
    for (E each : value) {
      element.write(each, out);
    }
  }

  @Override
  public Set<E> read(DataInput in) throws IOException {
    int size = Lengths.readSize(in);
    Set<E> set = LinkedHashSet.newLinkedHashSet(Lengths.room(size));
    for (int i = 0; i < size; i++) {
      set.add(element.read(in));
    }
    return Collections.unmodifiableSet(set);
  }

  @Override
  public String fingerprint() {
    return "set<" + element.fingerprint() + ">";
  }

  @Override
  public Optional<Codec<Set<E>>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, "set", 1)
        .flatMap(parts -> element.reading(parts.getFirst()))
        .map(SetCodec::new);
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
