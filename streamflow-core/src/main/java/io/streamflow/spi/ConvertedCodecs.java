package io.streamflow.spi;

import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The codecs of classes for which a number, a text or an optional one can be written instead. */
final class ConvertedCodecs {
  private static final int MONTHS = 12;

  /** The year's number. */
  static final Codec<Year> YEAR =
      new ConvertedCodec<>("year", WholeCodecs.OfInteger.INSTANCE, Year::getValue, Year::of);

  /** Months since the beginning of the year 0. */
  static final Codec<YearMonth> YEAR_MONTH =
      new ConvertedCodec<>(
          "yearmonth",
          WholeCodecs.OfLong.INSTANCE,
          value -> value.getLong(ChronoField.PROLEPTIC_MONTH),
          months ->
              YearMonth.of((int) Math.floorDiv(months, MONTHS), Math.floorMod(months, MONTHS) + 1));

  /** The id. */
  static final Codec<ZoneId> ZONE =
      new ConvertedCodec<>("zone", StringCodec.INSTANCE, ZoneId::getId, ZoneId::of);

  /** Seconds. */
  static final Codec<ZoneOffset> OFFSET =
      new ConvertedCodec<>(
          "offset",
          WholeCodecs.OfInteger.INSTANCE,
          ZoneOffset::getTotalSeconds,
          ZoneOffset::ofTotalSeconds);

  /** As an {@code Optional<Integer>}. */
  static final Codec<OptionalInt> OPTIONAL_INT =
      likeOptional(
          WholeCodecs.OfInteger.INSTANCE,
          value -> value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty(),
          value -> value.map(OptionalInt::of).orElse(OptionalInt.empty()));

  /** As an {@code Optional<Long>}. */
  static final Codec<OptionalLong> OPTIONAL_LONG =
      likeOptional(
          WholeCodecs.OfLong.INSTANCE,
          value -> value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty(),
          value -> value.map(OptionalLong::of).orElse(OptionalLong.empty()));

  /** As an {@code Optional<Double>}. */
  static final Codec<OptionalDouble> OPTIONAL_DOUBLE =
      likeOptional(
          FractionCodecs.OfDouble.INSTANCE,
          value -> value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty(),
          value -> value.map(OptionalDouble::of).orElse(OptionalDouble.empty()));

  private ConvertedCodecs() {}

  private static <T, N> Codec<T> likeOptional(
      Codec<N> number,
      ConvertedCodec.Conversion<T, Optional<N>> there,
      ConvertedCodec.Conversion<Optional<N>, T> back) {
    Codec<Optional<N>> optional = new OptionalCodec<>(number);
    return new ConvertedCodec<>(optional.fingerprint(), optional, there, back);
  }
}
