package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The bytes of a map. What is read can be changed. Not for keys of a stream. */
record ChangeableMapCodec<K, V, M extends Map<K, V>>(Codec<K> key, Codec<V> value, MapKind kind)
    implements Codec<M> {

  @Override
  public void write(M map, DataOutput out) throws IOException {
    if (map instanceof SortedMap<?, ?> sorted) {
      SortedOrder.refuseOther("TreeMap", sorted.comparator());
    }
    MapCodec.writeEntries(map, key, value, out);
  }

  @Override
  @SuppressWarnings("unchecked") // whoever made this codec has chosen the kind of M
  public M read(DataInput in) throws IOException {
    int size = Lengths.readSize(in);
    Map<K, V> map = kind.make(Lengths.room(size));
    MapCodec.readEntries(size, map, key, value, in);
    return (M) map;
  }

  @Override
  public String fingerprint() {
    return "map<" + key.fingerprint() + "," + value.fingerprint() + ">";
  }

  @Override
  public Optional<Codec<M>> reading(String fingerprint) {
    return MapCodec.reading(
        fingerprint,
        key,
        value,
        (olderKey, olderValue) -> new ChangeableMapCodec<>(olderKey, olderValue, kind));
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
