package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The size, then the elements in the collection's own order: the bytes of a list or set. What is
 * read can be changed. Not for keys, which must not change.
 */
record CollectionCodec<E, C extends Collection<E>>(Codec<E> element, CollectionKind kind)
    implements Codec<C> {

  @Override
  public void write(C value, DataOutput out) throws IOException {
    if (value instanceof SortedSet<?> sorted) {
      SortedOrder.refuseOther("TreeSet", sorted.comparator());
    }
    Lengths.write(value.size(), out);
    for (E each : value) {
      element.write(each, out);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // whoever made this codec has chosen the kind of C
  public C read(DataInput in) throws IOException {
    int size = Lengths.readSize(in);
    Collection<E> collection = kind.make(Lengths.room(size));
    for (int i = 0; i < size; i++) {
      collection.add(element.read(in));
    }
    return (C) collection;
  }

  @Override
  public String fingerprint() {
    return kind.form() + "<" + element.fingerprint() + ">";
  }

  @Override
  public Optional<Codec<C>> reading(String fingerprint) {
    return Fingerprints.parts(fingerprint, kind.form(), 1)
        .flatMap(parts -> element.reading(parts.getFirst()))
        .map(older -> new CollectionCodec<>(older, kind));
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
