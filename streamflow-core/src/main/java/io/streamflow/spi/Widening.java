package io.streamflow.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads numbers of a narrower type, none of which changes by it. Only reads.
 *
 * @param narrow the codec they were written with
 * @param widen makes the wider number
 */
record Widening<N, W>(Codec<N> narrow, ConvertedCodec.Conversion<N, W> widen) implements Codec<W> {
  /** Each number fits into those after it. */
  private static final List<String> WHOLE = List.of("byte", "short", "int", "long");

  private static final List<String> FRACTIONS = List.of("float", "double");

  /** Whether every number of the form {@code from} is one of the form {@code to}. */
  static boolean widens(String from, String to) {
    return widens(from, to, WHOLE) || widens(from, to, FRACTIONS);
  }

  private static boolean widens(String from, String to, List<String> order) {
    int place = order.indexOf(from);
    return place >= 0 && place < order.indexOf(to);
  }

  /** The codec that reads what was written as {@code fingerprint} as one of {@code today}'s. */
  static <W> Optional<Codec<W>> reading(
      String fingerprint, Codec<W> today, ConvertedCodec.Conversion<Number, W> widen) {
    if (fingerprint.equals(today.fingerprint())) {
      return Optional.of(today);
    }
    if (!widens(fingerprint, today.fingerprint())) {
      return Optional.empty();
    }
    return Optional.of(
        switch (fingerprint) {
          case "byte" -> new Widening<>(WholeCodecs.OfByte.INSTANCE, widen::of);
          case "short" -> new Widening<>(WholeCodecs.OfShort.INSTANCE, widen::of);
          case "int" -> new Widening<>(WholeCodecs.OfInteger.INSTANCE, widen::of);
          default -> new Widening<>(FractionCodecs.OfFloat.INSTANCE, widen::of);
        });
  }

  @Override
  public void write(W value, DataOutput out) {
    throw OldForms.onlyRead(this);
  }

  @Override
  public W read(DataInput in) throws IOException {
    return widen.of(narrow.read(in));
  }

  @Override
  public String fingerprint() {
    return narrow.fingerprint();
  }

  @Override
  public boolean canonical() {
    return false;
  }
}
