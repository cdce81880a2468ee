package io.streamflow.state;

import io.streamflow.spi.Codec;
import java.util.List;

/**
 * How one state of a step is stored.
 *
 * @param id its number in this state directory, at most 65,535; all its keys begin with it
 * @param key the codec of its keys, which is canonical
 * @param value the codec by which values are written
 * @param readers the codecs by which values are read, by the number that stands before each value:
 *     one for every form in which values of this state were ever written
 * @param form the number of the form that {@code value} writes
 * @param <K> the key
 * @param <V> the values
 */
public record StoredState<K, V>(
    int id, Codec<K> key, Codec<V> value, List<Codec<V>> readers, int form) {
  /** Refuses numbers that do not fit. */
  public StoredState {
    if (id < 0 || id > 0xffff) {
      throw new IllegalArgumentException("a state's number must be 0 to 65535, but is " + id);
    }
    readers = List.copyOf(readers);
    if (form < 0 || form >= readers.size()) {
      throw new IllegalArgumentException("form " + form + " is none of " + readers.size());
    }
  }
}
