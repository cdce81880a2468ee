package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The size, then keys and values by turns in the map's own order, which what is read keeps. Not for
 * keys of a stream: equal maps may differ in their order.
 */
record MapCodec<K, V>(Codec<K> key, Codec<V> value) implements Codec<Map<K, V>> {

  @Override
  public void write(Map<K, V> map, DataOutput out) throws IOException {
    writeEntries(map, key, value, out);
  }

  @Override
  public Map<K, V> read(DataInput in) throws IOException {
    int size = Lengths.readSize(in);
    Map<K, V> map = LinkedHashMap.newLinkedHashMap(Lengths.room(size));
    readEntries(size, map, key, value, in);
    return Collections.unmodifiableMap(map);
  }

  @Override
  public String fingerprint() {
    return "map<" + key.fingerprint() + "," + value.fingerprint() + ">";
  }

  @Override
  public Optional<Codec<Map<K, V>>> reading(String fingerprint) {
    return reading(fingerprint, key, value, MapCodec::new);
  }

  @Override
  public boolean canonical() {
    return false;
  }

  /** Makes the codec of maps from those that read their older keys and values. */
  static <K, V, M> Optional<Codec<M>> reading(
      String fingerprint,
      Codec<K> key,
      Codec<V> value,
      BiFunction<Codec<K>, Codec<V>, Codec<M>> codec) {
    return Fingerprints.parts(fingerprint, "map", 2)
        .flatMap(parts ->
            key.reading(parts.getFirst())
                .flatMap(olderKey ->
                    value
                        .reading(parts.getLast())
                        .map(olderValue -> codec.apply(olderKey, olderValue))));
  }

  static <K, V> void writeEntries(Map<K, V> map, Codec<K> key, Codec<V> value, DataOutput out)
      throws IOException {
    Lengths.write(map.size(), out);
    for (Map.Entry<K, V> entry : map.entrySet()) {
      key.write(entry.getKey(), out);
      value.write(entry.getValue(), out);
    }
  }

  static <K, V> void readEntries(
      int size, Map<K, V> into, Codec<K> key, Codec<V> value, DataInput in) throws IOException {
    for (int i = 0; i < size; i++) {
      K entryKey = key.read(in);
      into.put(entryKey, value.read(in));
    }
    // No map has equal keys, but keys whose class has lost a component may have become equal.
    if (into.size() != size) {
      throw new InvalidObjectException(
          "a map of "
              + size
              + " entries has only "
              + into.size()
              + " different keys as read, and their values would be lost: leave the keys' class as"
              + " it was");
    }
  }
}
