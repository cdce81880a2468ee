package io.streamflow.aggregate;

import static io.streamflow.aggregate.AggregatorLaws.fold;
import static io.streamflow.aggregate.AggregatorLaws.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.spi.Codec;
import io.streamflow.spi.Codecs;
import io.streamflow.spi.NoCodecException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How accumulators are stored. */
class AccumulatorCodecTest {
  private static final ItemCodec<String> TEXT = () -> Codecs.of(String.class);
  private static final ItemCodec<String> UNASKED =
      () -> {
        throw new AssertionError("no item is kept");
      };

  private record Stats(long count, Optional<Long> longest) {}

  private static final class Opaque {}

  private static List<String> words() {
    return new ArrayList<>(List.of("a"));
  }

  private static Map<String, Integer> noCounts() {
    return new HashMap<>();
  }

  private static <T> Codec<?> codec(Aggregator<T, ?, ?> aggregator, ItemCodec<? extends T> items) {
    return aggregator.accumulatorCodec(items);
  }

  @Test
  void itemsAreAskedForOnlyWhereTheyAreKept() {
    for (Aggregator<String, ?, ?> aggregator :
        List.<Aggregator<String, ?, ?>>of(
            Aggregators.count(),
            Aggregators.sumLong(String::length),
            Aggregators.sumDouble(String::length),
            Aggregators.sum((String word) -> new BigDecimal(word)),
            Aggregators.average(String::length),
            Aggregators.min(String::length),
            Aggregators.percentile(String::length, 50),
            Aggregators.distinctCount(String::length),
            Aggregators.mapping(String::length, Aggregators.toList()),
            Aggregators.filtering((String word) -> !word.isEmpty(), Aggregators.count()),
            Aggregators.optional(Aggregators.max(String::length)),
            Aggregators.of(
                Stats::new,
                Aggregators.<String>count(),
                Aggregators.optional(Aggregators.max((String word) -> (long) word.length()))))) {
      assertThat(codec(aggregator, UNASKED).fingerprint()).isNotBlank();
    }
    NoCodecException unknown = new NoCodecException("unknown");
    ItemCodec<String> none =
        () -> {
          throw unknown;
        };
    for (Aggregator<String, ?, ?> aggregator :
        List.<Aggregator<String, ?, ?>>of(
            Aggregators.first(),
            Aggregators.last(),
            Aggregators.reducing(String::concat),
            Aggregators.toList(),
            Aggregators.toSet(),
            Aggregators.distinctCount(),
            Aggregators.topN(2, String::length),
            Aggregators.maxBy(String::length),
            Aggregators.optional(Aggregators.first()),
            Aggregators.filtering((String word) -> !word.isEmpty(), Aggregators.toList()))) {
      assertThatThrownBy(() -> codec(aggregator, none)).isSameAs(unknown);
    }
  }

  @Test
  void fingerprintsTellWhatMayNotGoOnFromEachOther() {
    assertThat(codec(Aggregators.count(), TEXT).fingerprint()).isEqualTo("count");
    assertThat(codec(Aggregators.sumLong(String::length), TEXT).fingerprint())
        .isEqualTo("sum-long");
    assertThat(codec(Aggregators.min(String::length), TEXT).fingerprint()).isEqualTo("min<int>");
    assertThat(codec(Aggregators.max(String::length), TEXT).fingerprint()).isEqualTo("max<int>");
    assertThat(codec(Aggregators.<String>toList(), TEXT).fingerprint()).isEqualTo("list<string>");
    assertThat(codec(Aggregators.topN(2, String::length), TEXT).fingerprint())
        .isEqualTo("top<string>");
    assertThat(codec(Aggregators.percentile(String::length, 50), TEXT).fingerprint())
        .isEqualTo("ddsketch-cubic-0.01-2048");
    Codec<?> stats =
        codec(
            Aggregators.of(
                Stats::new,
                Aggregators.<String>count(),
                Aggregators.optional(Aggregators.max((String word) -> (long) word.length()))),
            TEXT);
    assertThat(stats.fingerprint()).isEqualTo("combined<count,optional<max<long>>>");
    assertThat(stats.reading("combined<count,optional<max<string>>>")).isEmpty();
    assertThat(stats.reading("combined<count>")).isEmpty();
    assertThat(stats.reading("count")).isEmpty();
  }

  @Test
  void aShorterTopListIsTheTopOfALongerOne() throws Exception {
    Codec<ArrayList<Integer>> longer = new TopAccumulatorCodec<>(5, Codecs.of(Integer.class));
    Codec<ArrayList<Integer>> shorter = new TopAccumulatorCodec<>(2, Codecs.of(Integer.class));
    ArrayList<Integer> five = stored(longer, new ArrayList<>(List.of(5, 4, 3, 2, 1)));

    assertThat(five).containsExactly(5, 4, 3, 2, 1);
    assertThat(stored(shorter, five)).containsExactly(5, 4);
    assertThat(shorter.reading(longer.fingerprint())).isPresent();
  }

  @Test
  void sketchesOfAnySpreadComeBack() throws Exception {
    Random random = new Random(7);
    for (double spread : new double[] {1, 30, 300}) {
      QuantileAccumulator one = sketch(random, spread);
      QuantileAccumulator other = sketch(random, spread);
      QuantileAccumulator copy = stored(QuantileAccumulatorCodec.INSTANCE, one);
      same(copy, one);
      copy.merge(stored(QuantileAccumulatorCodec.INSTANCE, other));
      one.merge(other);
      same(copy, one);
      for (double more : new double[] {0, 1e-300, -1e300, 5}) {
        copy.add(more);
        one.add(more);
        same(copy, one);
      }
    }
  }

  private static QuantileAccumulator sketch(Random random, double spread) {
    QuantileAccumulator sketch = new QuantileAccumulator();
    for (int i = 0; i < 2000; i++) {
      double magnitude = Math.pow(10, random.nextDouble(-spread, spread));
      sketch.add(random.nextInt(10) == 0 ? 0 : random.nextBoolean() ? magnitude : -magnitude);
    }
    return sketch;
  }

  private static void same(QuantileAccumulator actual, QuantileAccumulator wanted) {
    for (double percent = 0; percent <= 100; percent += 0.5) {
      assertThat(actual.percentile(percent)).isEqualTo(wanted.percentile(percent));
    }
  }

  @Test
  void whatAnAggregatorOfFunctionsCreatesTellsItsType() throws Exception {
    Aggregator<String, Long, Long> total =
        Aggregator.of(() -> 0L, (sum, word) -> sum + word.length(), Long::sum, sum -> sum);
    assertThat(total.accumulatorCodec(UNASKED).fingerprint()).isEqualTo("long");

    Aggregator<String, List<String>, Integer> list =
        Aggregator.of(
            AccumulatorCodecTest::words,
            (words, word) -> {
              words.add(word);
              return words;
            },
            (left, right) -> left,
            List::size);
    List<String> read = stored(list.accumulatorCodec(UNASKED), list.create());
    assertThat(list.add(read, "b")).containsExactly("a", "b");

    Aggregator<String, Map<String, Integer>, Integer> counts =
        Aggregator.of(
            AccumulatorCodecTest::noCounts,
            (map, word) -> {
              map.merge(word, 1, Integer::sum);
              return map;
            },
            (left, right) -> left,
            Map::size);
    Map<String, Integer> map =
        stored(counts.accumulatorCodec(UNASKED), fold(counts, List.of("a", "b", "a")));
    assertThat(counts.add(map, "a")).isEqualTo(Map.of("a", 3, "b", 1));
  }

  @Test
  void whereThereIsNoneTheMessageShowsTheWayOut() {
    Aggregator<String, Opaque, Integer> opaque =
        Aggregator.of(Opaque::new, (all, word) -> all, (left, right) -> left, all -> 1);
    assertThatThrownBy(() -> opaque.accumulatorCodec(UNASKED))
        .isInstanceOf(NoCodecException.class)
        .hasMessage(
            "the accumulator's type "
                + Opaque.class.getName()
                + " has no codec: hand one in: Aggregator.of(create, add, merge, finish, codec)");
    assertThatThrownBy(() -> codec(Aggregators.min(AccumulatorCodecTest.<String>same()), TEXT))
        .isInstanceOf(NoCodecException.class)
        .hasMessageContaining("min(...) keeps what its function gives")
        .hasMessageContaining("Codecs.of(Customer.class)");
    assertThat(
            codec(
                    Aggregators.mapping(
                        AccumulatorCodecTest.<String>same(),
                        Aggregators.toList(),
                        Codecs.of(String.class)),
                    UNASKED)
                .fingerprint())
        .isEqualTo("list<string>");
  }

  private static <V> io.streamflow.function.MapFunction<V, V> same() {
    return value -> value;
  }

  @Test
  void aClassOfItsOwnNamesItsTypes() {
    record Longest() implements Aggregator<String, String, Integer> {
      @Override
      public String create() {
        return "";
      }

      @Override
      public String add(String accumulator, String value) {
        return value.length() > accumulator.length() ? value : accumulator;
      }

      @Override
      public String merge(String left, String right) {
        return add(left, right);
      }

      @Override
      public Integer finish(String accumulator) {
        return accumulator.length();
      }
    }
    assertThat(new Longest().accumulatorCodec(UNASKED).fingerprint()).isEqualTo("string");
    assertThat(new Longest().resultType(Optional.empty())).contains(Integer.class);
  }

  @Test
  void resultsHaveATypeWhereItCanBeTold() {
    Optional<Type> text = Optional.of(String.class);
    assertThat(Aggregators.<String>count().resultType(Optional.empty())).contains(Long.class);
    assertThat(Aggregators.percentile(String::length, 9).resultType(text)).contains(Double.class);
    assertThat(Aggregators.<String>first().resultType(text)).contains(String.class);
    assertThat(Aggregators.<String>first().resultType(Optional.empty())).isEmpty();
    assertThat(Aggregators.min(String::length).resultType(text)).contains(Integer.class);
    assertThat(Aggregators.optional(Aggregators.<String>toList()).resultType(text))
        .hasValueSatisfying(type ->
            assertThat(type.getTypeName())
                .isEqualTo("java.util.Optional<java.util.List<java.lang.String>>"));
    assertThat(
            Aggregators.of(
                    Stats::new,
                    Aggregators.<String>count(),
                    Aggregators.optional(Aggregators.max((String word) -> (long) word.length())))
                .resultType(text))
        .contains(Stats.class);
    assertThat(Aggregators.mapping(String::length, Aggregators.maxBy(n -> n)).resultType(text))
        .contains(Integer.class);
  }
}
