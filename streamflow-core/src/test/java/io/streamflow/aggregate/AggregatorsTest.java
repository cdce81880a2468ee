package io.streamflow.aggregate;

import static io.streamflow.aggregate.AggregatorLaws.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AggregatorsTest {

  /** Few keys, so that ties are common; the id tells equal ones apart. */
  private record Order(String customer, long cents, double weight, int id) {}

  private static Order order(Random random) {
    return new Order(
        "c" + random.nextInt(5),
        random.nextInt(-10, 10),
        random.nextDouble(-100, 100),
        random.nextInt());
  }

  private static final Comparator<Order> BY_CENTS = Comparator.comparingLong(Order::cents);

  private static void nearly(Double actual, Double wanted) {
    assertThat(actual).isCloseTo(wanted, within(1e-11));
  }

  @Test
  void countsItems() throws Exception {
    AggregatorLaws.of(
            Aggregators.<Order>count(), AggregatorsTest::order, orders -> (long) orders.size())
        .hold();
  }

  @Test
  void sumsLongs() throws Exception {
    AggregatorLaws.of(
            Aggregators.sumLong(Order::cents),
            AggregatorsTest::order,
            orders -> orders.stream().mapToLong(Order::cents).sum())
        .hold();
  }

  @Test
  void refusesToWrapLongsAround() throws Exception {
    Aggregator<Long, ?, Long> sum = Aggregators.sumLong(n -> n);
    assertThat(result(sum, List.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L, Long.MAX_VALUE)))
        .isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> result(sum, List.of(Long.MAX_VALUE, 1L)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "sumLong: 9223372036854775807 + 1 does not fit a long; use Aggregators.sum with"
                + " BigDecimal, or sumDouble");
    assertThatThrownBy(() -> result(sum, List.of(Long.MIN_VALUE, -1L)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void keepsTheSumOfLongsWhenOneDoesNotFit() throws Exception {
    keepsTheSum(Aggregators.sumLong(n -> n));
  }

  private static <A> void keepsTheSum(Aggregator<Long, A, Long> sum) throws Exception {
    A accumulator = AggregatorLaws.fold(sum, List.of(Long.MAX_VALUE));
    assertThatThrownBy(() -> sum.add(accumulator, 1L)).isInstanceOf(ArithmeticException.class);
    assertThat(sum.finish(accumulator)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void sumsDoubles() throws Exception {
    AggregatorLaws.of(
            Aggregators.sumDouble(Order::weight),
            AggregatorsTest::order,
            orders -> exactSum(orders).doubleValue())
        .comparing(AggregatorsTest::nearly)
        .hold();
  }

  @Test
  void compensatesForRounding() throws Exception {
    Aggregator<Double, ?, Double> sum = Aggregators.sumDouble(n -> n);
    assertThat(result(sum, List.of(1.0, 1e100, 1.0, -1e100))).isEqualTo(2.0);
    List<Double> tenths = Collections.nCopies(1_000_000, 0.1);
    assertThat(result(sum, tenths)).isEqualTo(100_000.0);
    assertThat(result(Aggregators.<Double>average(n -> n), tenths)).isEqualTo(0.1);
  }

  @Test
  void sumsWhatIsNotFinite() throws Exception {
    Aggregator<Double, ?, Double> sum = Aggregators.sumDouble(n -> n);
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(result(sum, List.of(1.0, infinity, 2.0))).isEqualTo(infinity);
    assertThat(result(sum, List.of(1.0, -infinity, 2.0))).isEqualTo(-infinity);
    assertThat(result(sum, List.of(Double.MAX_VALUE, Double.MAX_VALUE))).isEqualTo(infinity);
    assertThat(result(sum, List.of(infinity, -infinity))).isNaN();
    assertThat(result(sum, List.of(1.0, Double.NaN, 2.0))).isNaN();
  }

  @Test
  void sumsDecimals() throws Exception {
    AggregatorLaws.of(
            Aggregators.<Order>sum(order -> BigDecimal.valueOf(order.cents(), 2)),
            AggregatorsTest::order,
            orders ->
                orders.stream()
                    .map(order -> BigDecimal.valueOf(order.cents(), 2))
                    .reduce(BigDecimal.ZERO, BigDecimal::add))
        .hold();
  }

  @Test
  void averages() throws Exception {
    AggregatorLaws.of(
            Aggregators.average(Order::weight),
            AggregatorsTest::order,
            orders -> exactSum(orders).doubleValue() / orders.size())
        .comparing(AggregatorsTest::nearly)
        .hold();
  }

  private static BigDecimal exactSum(List<Order> orders) {
    return orders.stream()
        .map(order -> new BigDecimal(order.weight()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void findsTheLeastAndTheGreatestValue() throws Exception {
    AggregatorLaws.of(
            Aggregators.min(Order::cents),
            AggregatorsTest::order,
            orders ->
                orders.stream().map(Order::cents).min(Comparator.naturalOrder()).orElseThrow())
        .hold();
    AggregatorLaws.of(
            Aggregators.max(Order::cents),
            AggregatorsTest::order,
            orders ->
                orders.stream().map(Order::cents).max(Comparator.naturalOrder()).orElseThrow())
        .hold();
  }

  @Test
  void takesNaNForTheGreatestNumber() throws Exception {
    List<Double> numbers = List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(result(Aggregators.<Double, Double>max(n -> n), numbers)).isNaN();
    assertThat(result(Aggregators.<Double, Double>min(n -> n), numbers)).isEqualTo(1.0);
  }

  @Test
  void findsTheItemWithTheLeastAndTheGreatestKeyFirstSeenOnTies() throws Exception {
    AggregatorLaws.of(
            Aggregators.minBy(Order::cents),
            AggregatorsTest::order,
            orders -> orders.stream().sorted(BY_CENTS).findFirst().orElseThrow())
        .hold();
    AggregatorLaws.of(
            Aggregators.maxBy(Order::cents),
            AggregatorsTest::order,
            orders -> orders.stream().sorted(BY_CENTS.reversed()).findFirst().orElseThrow())
        .hold();
  }

  @Test
  void keepsTheFirstAndTheLastItem() throws Exception {
    AggregatorLaws.of(Aggregators.<Order>first(), AggregatorsTest::order, List::getFirst).hold();
    AggregatorLaws.of(Aggregators.<Order>last(), AggregatorsTest::order, List::getLast).hold();
  }

  @Test
  void reducesFromFirstToLast() throws Exception {
    AggregatorLaws.of(
            Aggregators.<String>reducing(String::concat),
            random -> "" + random.nextInt(10),
            words -> String.join("", words))
        .hold();
  }

  @Test
  void collectsAList() throws Exception {
    AggregatorLaws.of(Aggregators.<Order>toList(), AggregatorsTest::order, List::copyOf).hold();
    assertThatThrownBy(() -> result(Aggregators.<Integer>toList(), List.of(1)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void collectsASetInTheOrderOfFirstSight() throws Exception {
    AggregatorLaws.of(
            Aggregators.<Integer>toSet(), random -> random.nextInt(20), LinkedHashSet<Integer>::new)
        .comparing((actual, wanted) -> assertThat(actual).containsExactlyElementsOf(wanted))
        .hold();
    assertThatThrownBy(() -> result(Aggregators.<Integer>toSet(), List.of(1)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void listsTheTopItemsFirstSeenFirstOnTies() throws Exception {
    for (int n : new int[] {1, 3, 100}) {
      AggregatorLaws.of(
              Aggregators.topN(n, Order::cents),
              AggregatorsTest::order,
              orders -> orders.stream().sorted(BY_CENTS.reversed()).limit(n).toList())
          .hold();
      AggregatorLaws.of(
              Aggregators.<Order>topN(n, (a, b) -> a.customer().compareTo(b.customer())),
              AggregatorsTest::order,
              orders ->
                  orders.stream()
                      .sorted(Comparator.comparing(Order::customer).reversed())
                      .limit(n)
                      .toList())
          .hold();
    }
    assertThat(result(Aggregators.topN(2, Long::compare), List.of(1L, 3L, 2L)))
        .containsExactly(3L, 2L);
    assertThatThrownBy(() -> Aggregators.topN(0, Long::compare))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("topN needs room for at least one item, but n = 0");
  }

  @Test
  void countsDifferentItems() throws Exception {
    AggregatorLaws.of(
            Aggregators.<Integer>distinctCount(),
            random -> random.nextInt(30),
            numbers -> (long) new HashSet<>(numbers).size())
        .hold();
    AggregatorLaws.of(
            Aggregators.distinctCount(Order::customer),
            AggregatorsTest::order,
            orders -> orders.stream().map(Order::customer).distinct().count())
        .hold();
  }

  @Test
  void mapsAndFilters() throws Exception {
    AggregatorLaws.of(
            Aggregators.mapping(Order::customer, Aggregators.toList()),
            AggregatorsTest::order,
            orders -> orders.stream().map(Order::customer).toList())
        .hold();
    AggregatorLaws.of(
            Aggregators.<Order, Object, Long>filtering(order -> order.cents() > 0, counting()),
            AggregatorsTest::order,
            orders -> orders.stream().filter(order -> order.cents() > 0).count())
        .hold();
  }

  // Fixes the accumulator's type, so that the other types can be named at the call.
  @SuppressWarnings("unchecked")
  private static <T> Aggregator<T, Object, Long> counting() {
    return (Aggregator<T, Object, Long>) Aggregators.<T>count();
  }

  @Test
  void isEmptyWhereNothingCame() throws Exception {
    Aggregator<Order, ?, Optional<Long>> best =
        Aggregators.filtering(
            (Order order) -> order.cents() > 5,
            Aggregators.optional(Aggregators.max(Order::cents)));
    AggregatorLaws.of(
            best,
            AggregatorsTest::order,
            orders ->
                orders.stream()
                    .map(Order::cents)
                    .filter(cents -> cents > 5)
                    .max(Comparator.naturalOrder()))
        .hold();
    AggregatorLaws.of(
            Aggregators.optional(Aggregators.<Order>toList()),
            AggregatorsTest::order,
            orders -> Optional.of(List.copyOf(orders)))
        .hold();
    assertThat(result(Aggregators.optional(Aggregators.<Order>count()), List.of())).isEmpty();
  }

  @Test
  void saysWhatIsMissingWhereNothingCame() throws Exception {
    List<Order> none = List.of();
    assertThat(result(Aggregators.count(), none)).isZero();
    assertThat(result(Aggregators.sumLong(Order::cents), none)).isZero();
    assertThat(result(Aggregators.sumDouble(Order::weight), none)).isZero();
    assertThat(result(Aggregators.average(Order::weight), none)).isNaN();
    assertThat(result(Aggregators.percentile(Order::weight, 50), none)).isNaN();
    assertThat(result(Aggregators.toList(), none)).isEmpty();
    assertThat(result(Aggregators.topN(1, Order::cents), none)).isEmpty();
    assertThatThrownBy(() -> result(Aggregators.first(), none))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage(
            "first of no items; use Aggregators.optional(first(...)) where there may be none");
    assertThatThrownBy(() -> result(Aggregators.maxBy(Order::cents), none))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageStartingWith("maxBy of no items");
  }

  private record Summary(long orders, Optional<Long> best, List<String> customers) {}

  /** Called as a window would call it: plain lambdas, no types written down. */
  @Test
  void takesLambdasWithoutTypes() throws Exception {
    List<Order> orders = List.of(new Order("a", 3, 0.5, 1), new Order("b", 8, 1.5, 2));
    assertThat(window(orders, Aggregators.sumLong(o -> o.cents() * 2))).isEqualTo(22);
    assertThat(window(orders, Aggregators.average(o -> o.weight()))).isEqualTo(1.0);
    String greatest = window(orders, Aggregators.max(o -> o.customer()));
    assertThat(greatest).isEqualTo("b");
    assertThat(window(orders, Aggregators.maxBy(o -> o.cents())).id()).isEqualTo(2);
    assertThat(window(orders, Aggregators.topN(1, o -> o.cents()))).hasSize(1);
    assertThat(window(orders, Aggregators.topN(1, (a, b) -> a.id() - b.id()))).hasSize(1);
    assertThat(window(orders, Aggregators.distinctCount(o -> o.customer()))).isEqualTo(2);
    assertThat(window(orders, Aggregators.percentiles(o -> o.weight(), 0, 100)))
        .containsExactly(0.5, 1.5);
    Summary summary =
        window(
            orders,
            Aggregators.of(
                Summary::new,
                Aggregators.count(),
                Aggregators.filtering(
                    o -> o.cents() > 5, Aggregators.optional(Aggregators.max(o -> o.cents()))),
                Aggregators.mapping(o -> o.customer(), Aggregators.toList())));
    assertThat(summary).isEqualTo(new Summary(2, Optional.of(8L), List.of("a", "b")));
  }

  private static <T, A, R> R window(List<T> items, Aggregator<? super T, A, R> aggregator)
      throws Exception {
    A accumulator = aggregator.create();
    for (T item : items) {
      accumulator = aggregator.add(accumulator, item);
    }
    return aggregator.finish(accumulator);
  }
}
