package io.streamflow.spi;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Types of all shapes that have a codec, and random values of them. */
final class CodecSamples {

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "green";
      }
    },
    BLUE
  }

  record Empty() {}

  record Point(int x, double y) {}

  record Key(String page, Color color, long number) {}

  record Boxes(Integer count, Optional<String> name, List<Point> path, Color color) {}

  record Wide(
      String a, String b, String c, String d, String e, String f, String g, String h, String i) {}

  record Pair<A, B>(A first, B second) {}

  record Nested(Pair<String, Pair<Integer, List<Color>>> pair) {}

  private record Hidden(String name, byte number) {}

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Square(float side) implements Shape {}

    enum Special implements Shape {
      NOTHING,
      EVERYTHING {}
    }

    sealed interface Open extends Shape {}

    record Line(Point from, Point to) implements Open {}
  }

  sealed interface Result<T> {
    record Good<V>(V value) implements Result<V> {}

    record Bad<V>(String why) implements Result<V> {}
  }

  record Generics(
      List<Integer> list,
      Set<String> set,
      Map<String, Long> map,
      Optional<Color> optional,
      Result<UUID> result) {}

  /** A type, its codec and a source of values. */
  record Sample<T>(String name, Codec<T> codec, Function<RandomGenerator, T> values) {
    @Override
    public String toString() {
      return name;
    }
  }

  private CodecSamples() {}

  static Stream<Sample<?>> all() {
    return Stream.concat(canonical(), valuesOnly());
  }

  static Stream<Sample<?>> canonical() {
    record Local(Hidden hidden, char letter) {}
    return Stream.of(
        of(Boolean.class, RandomGenerator::nextBoolean),
        of(Byte.class, r -> (byte) r.nextInt()),
        of(Short.class, r -> (short) r.nextInt()),
        of(Character.class, r -> (char) r.nextInt()),
        of(Integer.class, CodecSamples::number),
        of(Long.class, r -> r.nextBoolean() ? r.nextLong() : r.nextLong(-5, 5)),
        of(
            Float.class,
            r -> pick(r, 0f, -0f, Float.NaN, Float.intBitsToFloat(r.nextInt()), 1f, -1f)),
        of(Double.class, CodecSamples::fraction),
        of(int.class, CodecSamples::number),
        of(String.class, CodecSamples::text),
        of(UUID.class, r -> new UUID(r.nextInt(2), r.nextLong(3))),
        of(BigInteger.class, CodecSamples::big),
        of(BigDecimal.class, r -> new BigDecimal(big(r), r.nextInt(-3, 4))),
        of(Instant.class, CodecSamples::instant),
        of(Duration.class, r -> Duration.ofSeconds(r.nextLong(-9, 9), r.nextInt(3) - 1)),
        of(LocalDate.class, CodecSamples::date),
        of(LocalTime.class, CodecSamples::time),
        of(LocalDateTime.class, r -> LocalDateTime.of(date(r), time(r))),
        of(
            OffsetDateTime.class,
            r -> OffsetDateTime.of(date(r), time(r), ZoneOffset.ofHours(r.nextInt(-2, 3)))),
        of(Year.class, r -> Year.of(number(r) % 10_000)),
        of(YearMonth.class, r -> YearMonth.from(LocalDate.ofEpochDay(r.nextLong(-900_000, 900)))),
        of(ZoneId.class, r -> ZoneId.of(pick(r, "Europe/Berlin", "Z", "+02:00", "UTC"))),
        of(ZoneOffset.class, r -> ZoneOffset.ofTotalSeconds(r.nextInt(-3, 3))),
        of(OptionalInt.class, r -> pick(r, OptionalInt.empty(), OptionalInt.of(r.nextInt(3)))),
        of(OptionalLong.class, r -> pick(r, OptionalLong.empty(), OptionalLong.of(r.nextLong(3)))),
        of(
            OptionalDouble.class,
            r -> pick(r, OptionalDouble.empty(), OptionalDouble.of(fraction(r)))),
        of(Color.class, CodecSamples::color),
        of(Empty.class, r -> new Empty()),
        of(Point.class, CodecSamples::point),
        of(Key.class, r -> new Key(text(r), color(r), r.nextLong(3))),
        of(
            Boxes.class,
            r ->
                new Boxes(
                    r.nextBoolean() ? null : number(r),
                    r.nextBoolean() ? Optional.empty() : Optional.of(text(r)),
                    r.nextBoolean() ? null : list(r, CodecSamples::point),
                    r.nextBoolean() ? null : color(r))),
        of(Wide.class, r -> new Wide(x(r), x(r), x(r), x(r), x(r), x(r), x(r), x(r), x(r))),
        of(
            Nested.class,
            r ->
                new Nested(
                    new Pair<>(text(r), new Pair<>(number(r), list(r, CodecSamples::color))))),
        of(Hidden.class, r -> new Hidden(text(r), (byte) r.nextInt())),
        of(Local.class, r -> new Local(new Hidden(text(r), (byte) 1), (char) r.nextInt())),
        of(Shape.class, CodecSamples::shape),
        new Sample<>(
            "list", Codecs.list(Codecs.of(String.class)), r -> list(r, CodecSamples::text)),
        new Sample<>(
            "optional",
            Codecs.optional(Codecs.of(Long.class)),
            r -> r.nextBoolean() ? Optional.empty() : Optional.of(r.nextLong(3))));
  }

  static Stream<Sample<?>> valuesOnly() {
    return Stream.of(
        of(
            ZonedDateTime.class,
            r ->
                ZonedDateTime.ofInstant(
                    instant(r),
                    ZoneId.of(pick(r, "Europe/Berlin", "America/New_York", "Z", "+02:00", "UTC")))),
        new Sample<>(
            "set",
            Codecs.set(Codecs.of(String.class)),
            r -> new LinkedHashSet<>(list(r, CodecSamples::text))),
        new Sample<>("map", Codecs.map(Codecs.of(String.class), Codecs.of(int.class)), r -> map(r)),
        new Sample<>(
            "arrayList",
            Codecs.arrayList(Codecs.of(String.class)),
            r -> new ArrayList<>(list(r, CodecSamples::text))),
        new Sample<>(
            "hashSet",
            Codecs.hashSet(Codecs.of(String.class)),
            r -> new HashSet<>(list(r, CodecSamples::text))),
        new Sample<>(
            "linkedHashSet",
            Codecs.linkedHashSet(Codecs.of(String.class)),
            r -> new LinkedHashSet<>(list(r, CodecSamples::text))),
        new Sample<>(
            "treeSet",
            Codecs.treeSet(Codecs.of(String.class)),
            r -> new TreeSet<>(list(r, CodecSamples::text))),
        new Sample<>(
            "hashMap",
            Codecs.hashMap(Codecs.of(String.class), Codecs.of(int.class)),
            r -> new HashMap<>(map(r))),
        new Sample<>(
            "linkedHashMap",
            Codecs.linkedHashMap(Codecs.of(String.class), Codecs.of(int.class)),
            r -> new LinkedHashMap<>(map(r))),
        new Sample<>(
            "treeMap",
            Codecs.treeMap(Codecs.of(String.class), Codecs.of(int.class)),
            r -> new TreeMap<>(map(r))),
        of(
            Generics.class,
            r ->
                new Generics(
                    list(r, CodecSamples::number),
                    Set.copyOf(list(r, CodecSamples::text)),
                    Map.of(text(r), r.nextLong()),
                    Optional.of(color(r)),
                    r.nextBoolean()
                        ? new Result.Good<>(new UUID(1, r.nextLong()))
                        : new Result.Bad<>(text(r)))));
  }

  /** A generic type such as the compiler would have written it. */
  static Type generic(Class<?> raw, Type... arguments) {
    return new ParameterizedType() {
      @Override
      public Type[] getActualTypeArguments() {
        return arguments.clone();
      }

      @Override
      public Type getRawType() {
        return raw;
      }

      @Override
      public Type getOwnerType() {
        return null;
      }
    };
  }

  static String text(RandomGenerator random) {
    // Narrow, wide, and unpaired surrogates; short, so that equal ones turn up.
    String alphabet = pick(random, "ab", "a\u00e9\u00ff\u0100", "\ud83d\ude00a", "\ude00\ud83d?");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static <T> Sample<T> of(Class<T> type, Function<RandomGenerator, T> values) {
    return new Sample<>(type.getSimpleName(), Codecs.of(type), values);
  }

  @SafeVarargs
  private static <T> T pick(RandomGenerator random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String x(RandomGenerator random) {
    return pick(random, null, null, null, "x");
  }

  private static int number(RandomGenerator random) {
    return random.nextBoolean() ? random.nextInt() : random.nextInt(-3, 3);
  }

  private static double fraction(RandomGenerator random) {
    long bits = random.nextLong();
    double otherNaN = Double.longBitsToDouble(0x7ff0000000000001L | (bits & 0xffL));
    return pick(random, 0.0, -0.0, Double.NaN, otherNaN, Double.longBitsToDouble(bits), 1.5);
  }

  private static BigInteger big(RandomGenerator random) {
    return BigInteger.valueOf(number(random)).pow(random.nextInt(4));
  }

  private static Instant instant(RandomGenerator random) {
    return Instant.ofEpochSecond(random.nextLong(-3, 3_000_000_000L), random.nextInt(3));
  }

  private static LocalDate date(RandomGenerator random) {
    return LocalDate.ofEpochDay(random.nextLong(-5, 5));
  }

  private static LocalTime time(RandomGenerator random) {
    return LocalTime.of(random.nextInt(2), 0, 59, random.nextInt(2));
  }

  private static Color color(RandomGenerator random) {
    return pick(random, Color.values());
  }

  private static Point point(RandomGenerator random) {
    return new Point(random.nextInt(3), fraction(random));
  }

  private static Shape shape(RandomGenerator random) {
    return pick(
        random,
        new Shape.Circle(fraction(random)),
        new Shape.Square(random.nextInt(3)),
        Shape.Special.NOTHING,
        Shape.Special.EVERYTHING,
        new Shape.Line(point(random), point(random)));
  }

  private static <E> List<E> list(RandomGenerator random, Function<RandomGenerator, E> element) {
    return Stream.generate(() -> element.apply(random)).limit(random.nextInt(4)).toList();
  }

  private static Map<String, Integer> map(RandomGenerator random) {
    Map<String, Integer> map = new LinkedHashMap<>();
    list(random, CodecSamples::text).forEach(key -> map.put(key, number(random)));
    return map;
  }
}
