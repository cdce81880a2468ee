package io.streamflow.spi;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Turns values of one type into bytes and back: keys, state, and what crosses to another process. A
 * codec keeps nothing between calls and may be used by any number of threads at once.
 *
 * @param <T> the values, never null
 */
public interface Codec<T> extends Serializable {

  /**
   * Appends the bytes of {@code value}. They must tell by themselves where they end: {@link #read}
   * gets no length and must leave what follows alone.
   *
   * @throws IOException when {@code out} fails
   */
  void write(T value, DataOutput out) throws IOException;

  /**
   * Reads one value, consuming exactly what {@link #write} appended, and returns one equal to it.
   *
   * @throws IOException when {@code in} fails, or the bytes are no such value
   */
  T read(DataInput in) throws IOException;

  /**
   * The name of the byte form, stored beside the bytes: it stays the same for as long as this codec
   * can read what it once wrote, and changes with the form. Inside the fingerprint of a list, a
   * record and so on it is told apart from the rest by its characters: brackets should come in
   * pairs, and commas, bars and question marks only within them.
   */
  String fingerprint();

  /**
   * The codec that reads what was written in an older form as values of today, for stored values
   * whose class has changed since. Only its {@link #read} is used. By default there is none but
   * this codec itself, for its own form.
   *
   * @param fingerprint the older form
   * @return empty when that form cannot be read; see {@link Codecs#reading} for why
   */
  default Optional<Codec<T>> reading(String fingerprint) {
    return fingerprint.equals(fingerprint()) ? Optional.of(this) : Optional.empty();
  }

  /**
   * Whether two values are equal exactly when their bytes are equal, in every JVM. Only such a
   * codec is fit for keys, since a key is found by {@code equals} in memory and by its bytes on
   * disk.
   */
  boolean canonical();

  /**
   * A hash that is the same in every JVM and equal for equal values, with all its 32 bits well
   * mixed; decides which task owns a key. By default MurmurHash3 of the bytes. Means something only
   * for a {@link #canonical} codec. A codec that overrides it must never change it: stored keys
   * would be looked for in the wrong place.
   */
  default int stableHash(T value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      // The array cannot fail, so this is the codec's own complaint about the value.
      throw new UncheckedIOException(e);
    }
    return Murmur3.ofBytes(bytes.toByteArray());
  }
}
