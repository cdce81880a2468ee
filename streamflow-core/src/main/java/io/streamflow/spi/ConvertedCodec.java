package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * Writes something else in place of the value, such as the seconds of an offset. Equal values must
 * give equal substitutes, and only they.
 *
 * @param fingerprint the name of the form
 * @param substitute the codec of what is written
 * @param there gives what is written for a value
 * @param back gives the value again
 */
record ConvertedCodec<T, V>(
    String fingerprint, Codec<V> substitute, Conversion<T, V> there, Conversion<V, T> back)
    implements Codec<T> {

  /** A function without side effects. */
  @FunctionalInterface
  interface Conversion<F, T> extends Serializable {
    T of(F value);
  }

  @Override
  public void write(T value, DataOutput out) throws IOException {
    substitute.write(there.of(value), out);
  }

  @Override
  public T read(DataInput in) throws IOException {
    return back.of(substitute.read(in));
  }

  @Override
  public Optional<Codec<T>> reading(String older) {
    // Those that share the form of their substitute, such as an optional number, widen with it.
    return fingerprint.equals(substitute.fingerprint())
        ? substitute.reading(older).map(found -> new ConvertedCodec<>(older, found, there, back))
        : Codec.super.reading(older);
  }

  @Override
  public boolean canonical() {
    return substitute.canonical();
  }

  @Override
  public int stableHash(T value) {
    return substitute.stableHash(there.of(value));
  }
}
