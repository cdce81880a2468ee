package io.streamflow.spi;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The hashes of fixed values of many types; printed, one to a line, when run as a program. */
final class CodecHashes {
  private CodecHashes() {}

  public static void main(String[] arguments) {
    all().forEach(System.out::println);
  }

  static List<String> all() {
    return Stream.of(
            hash(true),
            hash((byte) -1),
            hash((short) 1000),
            hash('x'),
            hash(1),
            hash(1L),
            hash(1f),
            hash(1d),
            hash(Double.NaN),
            hash("page"),
            hash("\u20ac\ud83d\ude00!"),
            hash(new UUID(1, 2)),
            hash(BigInteger.TWO.pow(100)),
            hash(new BigDecimal("12.50")),
            hash(Instant.ofEpochMilli(1_700_000_000_123L)),
            hash(Duration.ofMillis(1500)),
            hash(LocalDate.of(2026, 2, 28)),
            hash(LocalTime.of(12, 34, 56)),
            hash(LocalDateTime.of(2026, 2, 28, 12, 34, 56)),
            hash(OffsetDateTime.parse("2026-02-28T12:34:56+02:00")),
            hash(CodecSamples.Color.BLUE),
            hash(new CodecSamples.Empty()),
            hash(new CodecSamples.Key("/a", CodecSamples.Color.GREEN, 7)),
            hash(new CodecSamples.Boxes(null, Optional.of("a"), List.of(), null)),
            "Shape "
                + Codecs.of(CodecSamples.Shape.class)
                    .stableHash(CodecSamples.Shape.Special.EVERYTHING),
            "list " + Codecs.list(Codecs.of(String.class)).stableHash(List.of("a", "b")))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static <T> String hash(T value) {
    Class<T> type =
        (Class<T>)
            (value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass());
    return type.getSimpleName() + " " + Codecs.of(type).stableHash(value);
  }
}
