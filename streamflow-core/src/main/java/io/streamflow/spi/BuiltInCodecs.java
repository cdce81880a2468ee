package io.streamflow.spi;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/** The codecs of single classes, without arguments and without parts to be looked at. */
final class BuiltInCodecs {
  static final Map<Class<?>, Codec<?>> BY_CLASS =
      Map.ofEntries(
          entry(boolean.class, WholeCodecs.OfBoolean.INSTANCE),
          entry(byte.class, WholeCodecs.OfByte.INSTANCE),
          entry(short.class, WholeCodecs.OfShort.INSTANCE),
          entry(char.class, WholeCodecs.OfCharacter.INSTANCE),
          entry(int.class, WholeCodecs.OfInteger.INSTANCE),
          entry(long.class, WholeCodecs.OfLong.INSTANCE),
          entry(float.class, FractionCodecs.OfFloat.INSTANCE),
          entry(double.class, FractionCodecs.OfDouble.INSTANCE),
          entry(Boolean.class, WholeCodecs.OfBoolean.INSTANCE),
          entry(Byte.class, WholeCodecs.OfByte.INSTANCE),
          entry(Short.class, WholeCodecs.OfShort.INSTANCE),
          entry(Character.class, WholeCodecs.OfCharacter.INSTANCE),
          entry(Integer.class, WholeCodecs.OfInteger.INSTANCE),
          entry(Long.class, WholeCodecs.OfLong.INSTANCE),
          entry(Float.class, FractionCodecs.OfFloat.INSTANCE),
          entry(Double.class, FractionCodecs.OfDouble.INSTANCE),
          entry(String.class, StringCodec.INSTANCE),
          entry(byte[].class, ByteArrayCodec.INSTANCE),
          entry(UUID.class, UuidCodec.INSTANCE),
          entry(BigInteger.class, BigCodecs.OfBigInteger.INSTANCE),
          entry(BigDecimal.class, BigCodecs.OfBigDecimal.INSTANCE),
          entry(Instant.class, TimelineCodecs.OfInstant.INSTANCE),
          entry(Duration.class, TimelineCodecs.OfDuration.INSTANCE),
          entry(LocalDate.class, CalendarCodecs.OfLocalDate.INSTANCE),
          entry(LocalTime.class, CalendarCodecs.OfLocalTime.INSTANCE),
          entry(LocalDateTime.class, CalendarCodecs.OfLocalDateTime.INSTANCE),
          entry(OffsetDateTime.class, CalendarCodecs.OfOffsetDateTime.INSTANCE),
          entry(ZonedDateTime.class, CalendarCodecs.OfZonedDateTime.INSTANCE),
          entry(Year.class, ConvertedCodecs.YEAR),
          entry(YearMonth.class, ConvertedCodecs.YEAR_MONTH),
          entry(ZoneId.class, ConvertedCodecs.ZONE),
          entry(ZoneOffset.class, ConvertedCodecs.OFFSET),
          entry(OptionalInt.class, ConvertedCodecs.OPTIONAL_INT),
          entry(OptionalLong.class, ConvertedCodecs.OPTIONAL_LONG),
          entry(OptionalDouble.class, ConvertedCodecs.OPTIONAL_DOUBLE));

  private BuiltInCodecs() {}
}
