package io.streamflow.aggregate;

import io.streamflow.aggregate.CombinedAggregator.Part;
import io.streamflow.function.CompareFunction;
import io.streamflow.function.FilterFunction;
import io.streamflow.function.MapFunction;
import io.streamflow.function.MultiFunction;
import io.streamflow.function.ReduceFunction;
import io.streamflow.function.ToDoubleFunction;
import io.streamflow.function.ToLongFunction;
import io.streamflow.spi.Codec;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Ready-made aggregators.
 *
 * <p>A window is never without items, but what passes a {@link #filtering} may be nothing. Of
 * nothing, counts and sums are zero, collections are empty, averages and percentiles are NaN, and
 * those that give one of the items or one of their values throw {@link
 * java.util.NoSuchElementException}: wrap these in {@link #optional}.
 *
 * <p>"First" and "last" mean the order of arrival within a pane. Where panes are merged (sliding
 * and session windows), the pane merged in from the right counts as the later one.
 */
public final class Aggregators {

  private Aggregators() {}

  /** How many items there are. */
  public static <T> Aggregator<T, ?, Long> count() {
    return new CountAggregator<>();
  }

  /**
   * The sum of whole numbers. A sum that does not fit a {@code long} fails with {@link
   * ArithmeticException}; it never wraps around.
   */
  public static <T> Aggregator<T, ?, Long> sumLong(ToLongFunction<? super T> number) {
    return new LongSumAggregator<>(number);
  }

  /**
   * The sum of floating-point numbers, compensated for rounding (Neumaier): about as exact as if
   * added with twice the digits and rounded once. Its last bit may depend on how panes were merged.
   * A NaN, or infinities of both signs, give NaN; beyond the range of {@code double} the sum is
   * infinite.
   */
  public static <T> Aggregator<T, ?, Double> sumDouble(ToDoubleFunction<? super T> number) {
    return new DoubleAggregator<T>(number, DoubleAccumulator::sum);
  }

  /** The exact sum of decimal numbers, such as amounts of money. */
  public static <T> Aggregator<T, ?, BigDecimal> sum(
      MapFunction<? super T, ? extends BigDecimal> number) {
    return Aggregator.<T, BigDecimal, BigDecimal>of(
        () -> BigDecimal.ZERO,
        (sum, item) -> sum.add(number.apply(item)),
        BigDecimal::add,
        sum -> sum);
  }

  /** The mean, from a sum like that of {@link #sumDouble}. NaN when there are no items. */
  public static <T> Aggregator<T, ?, Double> average(ToDoubleFunction<? super T> number) {
    return new DoubleAggregator<T>(number, DoubleAccumulator::average);
  }

  /**
   * The least of the values that {@code value} gives; of equal ones the first seen. Their {@code
   * compareTo} decides: for {@code Double}, NaN is greater than all numbers and -0.0 less than 0.0.
   */
  public static <T, C extends Comparable<?>> Aggregator<T, ?, C> min(
      MapFunction<? super T, ? extends C> value) {
    return new ReducingAggregator<T, C>(
        "min", value, true, (earlier, later) -> compare(later, earlier) < 0 ? later : earlier);
  }

  /**
   * The greatest of the values that {@code value} gives; of equal ones the first seen. Their {@code
   * compareTo} decides: for {@code Double}, NaN is greater than all numbers and -0.0 less than 0.0.
   */
  public static <T, C extends Comparable<?>> Aggregator<T, ?, C> max(
      MapFunction<? super T, ? extends C> value) {
    return new ReducingAggregator<T, C>(
        "max", value, true, (earlier, later) -> compare(later, earlier) > 0 ? later : earlier);
  }

  // With the usual bound, Comparable<? super C>, javac does not find C where min or max stands as
  // an
  // argument and its lambda names no types. Values of one mapping are of a kind; where they are
  // not,
  // compareTo itself throws ClassCastException.
  @SuppressWarnings("unchecked")
  private static <C extends Comparable<?>> int compare(C left, C right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  /** The item with the least key; of equal ones the first seen. */
  public static <T, C extends Comparable<? super C>> Aggregator<T, ?, T> minBy(
      MapFunction<? super T, ? extends C> key) {
    return new ExtremeAggregator<T, C>("minBy", false, key);
  }

  /** The item with the greatest key; of equal ones the first seen. */
  public static <T, C extends Comparable<? super C>> Aggregator<T, ?, T> maxBy(
      MapFunction<? super T, ? extends C> key) {
    return new ExtremeAggregator<T, C>("maxBy", true, key);
  }

  /** The item that came first. */
  public static <T> Aggregator<T, ?, T> first() {
    return new ReducingAggregator<T, T>("first", new Itself<>(), true, (earlier, later) -> earlier);
  }

  /** The item that came last. */
  public static <T> Aggregator<T, ?, T> last() {
    return new ReducingAggregator<T, T>("last", new Itself<>(), true, (earlier, later) -> later);
  }

  /** What {@code reduction} makes of all items, combined two by two from first to last. */
  public static <T> Aggregator<T, ?, T> reducing(ReduceFunction<T> reduction) {
    return new ReducingAggregator<T, T>("reducing", new Itself<>(), false, reduction);
  }

  /** All items in the order of arrival, unmodifiable. The state grows with every item. */
  public static <T> Aggregator<T, ?, List<T>> toList() {
    return new ListAggregator<>();
  }

  /**
   * The different items in the order in which they were first seen, unmodifiable. The state grows
   * with every different item.
   */
  public static <T> Aggregator<T, ?, Set<T>> toSet() {
    return new SetAggregator<>();
  }

  /**
   * The {@code n} greatest items (or all, if fewer), greatest first; of equal ones the first seen
   * first. An item outside of the list costs one comparison, one that enters it up to {@code n}
   * moves.
   *
   * @throws IllegalArgumentException when {@code n} is under 1
   */
  public static <T> Aggregator<T, ?, List<T>> topN(int n, CompareFunction<? super T> order) {
    return new TopAggregator<T>(n, order);
  }

  /**
   * The {@code n} items with the greatest keys, like {@link #topN(int, CompareFunction)}. The key
   * is asked for at every comparison, so it should be cheap.
   *
   * @throws IllegalArgumentException when {@code n} is under 1
   */
  public static <T, C extends Comparable<? super C>> Aggregator<T, ?, List<T>> topN(
      int n, MapFunction<? super T, ? extends C> key) {
    return new TopAggregator<T>(
        n,
        (left, right) -> {
          C leftKey = key.apply(left);
          return leftKey.compareTo(key.apply(right));
        });
  }

  /** How many different items there are, exactly; see {@link #distinctCount(MapFunction)}. */
  public static <T> Aggregator<T, ?, Long> distinctCount() {
    return new DistinctCountAggregator<T, T>(new Itself<>());
  }

  /**
   * How many different values {@code value} gives, exactly, by their {@code equals}. Every
   * different value is kept: about 40 bytes each, and the value itself. Keep what is small: an id
   * rather than the item.
   */
  public static <T, V> Aggregator<T, ?, Long> distinctCount(
      MapFunction<? super T, ? extends V> value) {
    return new DistinctCountAggregator<T, V>(value);
  }

  /**
   * The number at a percentile: {@code percentile(View::millis, 99)} is what 99 percent of the
   * views do not exceed. Of n sorted numbers it is the one at index {@code floor((n - 1) * percent
   * / 100)}, within one percent of its value; 0 and 100 give the least and the greatest exactly.
   *
   * <p>The bound holds for numbers up to 10^17 times nearer to zero than the farthest of their
   * sign; those still nearer are taken for the nearest of these, and those nearer than 10^-307 for
   * zero. However the items were split and merged, the result is the same. The state takes less
   * than a kilobyte where all numbers are of about one size, and never more than 34 kilobytes.
   *
   * <p>A NaN or an infinity fails with {@link IllegalArgumentException}; without items, the result
   * is NaN.
   *
   * @throws IllegalArgumentException when {@code percent} is not between 0 and 100
   */
  public static <T> Aggregator<T, ?, Double> percentile(
      ToDoubleFunction<? super T> number, double percent) {
    double checked = PercentileAggregator.checked(percent);
    return new PercentileAggregator<T, Double>(number, sketch -> sketch.percentile(checked));
  }

  /**
   * Several percentiles of the same numbers, in the order asked for, at the cost of one: see {@link
   * #percentile}.
   *
   * @throws IllegalArgumentException when a percentage is not between 0 and 100
   */
  public static <T> Aggregator<T, ?, List<Double>> percentiles(
      ToDoubleFunction<? super T> number, double... percents) {
    List<Double> checked =
        Arrays.stream(percents).map(PercentileAggregator::checked).boxed().toList();
    return new PercentileAggregator<T, List<Double>>(
        number, sketch -> checked.stream().map(sketch::percentile).toList());
  }

  /** What {@code downstream} gives for the values that {@code mapping} makes of the items. */
  public static <T, U, A, R> Aggregator<T, ?, R> mapping(
      MapFunction<? super T, ? extends U> mapping, Aggregator<? super U, A, R> downstream) {
    return new MappingAggregator<T, U, A, R>(mapping, downstream, null);
  }

  /**
   * The same, with the codec of the values, for a durable job that has to keep some of them and
   * cannot tell their type from {@code mapping}.
   */
  public static <T, U, A, R> Aggregator<T, ?, R> mapping(
      MapFunction<? super T, ? extends U> mapping,
      Aggregator<? super U, A, R> downstream,
      Codec<U> codec) {
    return new MappingAggregator<T, U, A, R>(
        mapping, downstream, Objects.requireNonNull(codec, "codec"));
  }

  /** What {@code downstream} gives for the items that pass {@code predicate}. */
  public static <T, A, R> Aggregator<T, ?, R> filtering(
      FilterFunction<? super T> predicate, Aggregator<? super T, A, R> downstream) {
    return new FilteringAggregator<T, A, R>(predicate, downstream);
  }

  /** What {@code downstream} gives, or empty when it saw no item. */
  public static <T, A, R> Aggregator<T, ?, Optional<R>> optional(
      Aggregator<? super T, A, R> downstream) {
    return new OptionalAggregator<T, A, R>(downstream);
  }

  /**
   * Two aggregators at once: {@code Aggregators.of(Stats::new, count(), average(View::millis))}.
   *
   * <p>Where an aggregator fails on an item and the step's error policy skips it, those before it
   * in the list have seen the item already.
   */
  public static <T, A1, R1, A2, R2, R> Aggregator<T, ?, R> of(
      MultiFunction.Of2<R1, R2, R> result,
      Aggregator<? super T, A1, R1> first,
      Aggregator<? super T, A2, R2> second) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2), result, all -> result.apply(p1.finish(all), p2.finish(all)));
  }

  /** Three aggregators at once, like {@link #of(MultiFunction.Of2, Aggregator, Aggregator)}. */
  public static <T, A1, R1, A2, R2, A3, R3, R> Aggregator<T, ?, R> of(
      MultiFunction.Of3<R1, R2, R3, R> result,
      Aggregator<? super T, A1, R1> first,
      Aggregator<? super T, A2, R2> second,
      Aggregator<? super T, A3, R3> third) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    Part<T, A3, R3> p3 = new Part<>(2, third);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2, p3),
        result,
        all -> result.apply(p1.finish(all), p2.finish(all), p3.finish(all)));
  }

  /** Four aggregators at once, like {@link #of(MultiFunction.Of2, Aggregator, Aggregator)}. */
  public static <T, A1, R1, A2, R2, A3, R3, A4, R4, R> Aggregator<T, ?, R> of(
      MultiFunction.Of4<R1, R2, R3, R4, R> result,
      Aggregator<? super T, A1, R1> first,
      Aggregator<? super T, A2, R2> second,
      Aggregator<? super T, A3, R3> third,
      Aggregator<? super T, A4, R4> fourth) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    Part<T, A3, R3> p3 = new Part<>(2, third);
    Part<T, A4, R4> p4 = new Part<>(3, fourth);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2, p3, p4),
        result,
        all -> result.apply(p1.finish(all), p2.finish(all), p3.finish(all), p4.finish(all)));
  }

  /** Five aggregators at once, like {@link #of(MultiFunction.Of2, Aggregator, Aggregator)}. */
  public static <T, A1, R1, A2, R2, A3, R3, A4, R4, A5, R5, R> Aggregator<T, ?, R> of(
      MultiFunction.Of5<R1, R2, R3, R4, R5, R> result,
      Aggregator<? super T, A1, R1> first,
      Aggregator<? super T, A2, R2> second,
      Aggregator<? super T, A3, R3> third,
      Aggregator<? super T, A4, R4> fourth,
      Aggregator<? super T, A5, R5> fifth) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    Part<T, A3, R3> p3 = new Part<>(2, third);
    Part<T, A4, R4> p4 = new Part<>(3, fourth);
    Part<T, A5, R5> p5 = new Part<>(4, fifth);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2, p3, p4, p5),
        result,
        all ->
            result.apply(
                p1.finish(all), p2.finish(all), p3.finish(all), p4.finish(all), p5.finish(all)));
  }

  /** Six aggregators at once, like {@link #of(MultiFunction.Of2, Aggregator, Aggregator)}. */
  public static <T, A1, R1, A2, R2, A3, R3, A4, R4, A5, R5, A6, R6, R> Aggregator<T, ?, R> of(
      MultiFunction.Of6<R1, R2, R3, R4, R5, R6, R> result,
      Aggregator<? super T, A1, R1> first,
      Aggregator<? super T, A2, R2> second,
      Aggregator<? super T, A3, R3> third,
      Aggregator<? super T, A4, R4> fourth,
      Aggregator<? super T, A5, R5> fifth,
      Aggregator<? super T, A6, R6> sixth) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    Part<T, A3, R3> p3 = new Part<>(2, third);
    Part<T, A4, R4> p4 = new Part<>(3, fourth);
    Part<T, A5, R5> p5 = new Part<>(4, fifth);
    Part<T, A6, R6> p6 = new Part<>(5, sixth);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2, p3, p4, p5, p6),
        result,
        all ->
            result.apply(
                p1.finish(all),
                p2.finish(all),
                p3.finish(all),
                p4.finish(all),
                p5.finish(all),
                p6.finish(all)));
  }

  /** Seven aggregators at once, like {@link #of(MultiFunction.Of2, Aggregator, Aggregator)}. */
  public static <T, A1, R1, A2, R2, A3, R3, A4, R4, A5, R5, A6, R6, A7, R7, R>
      Aggregator<T, ?, R> of(
          MultiFunction.Of7<R1, R2, R3, R4, R5, R6, R7, R> result,
          Aggregator<? super T, A1, R1> first,
          Aggregator<? super T, A2, R2> second,
          Aggregator<? super T, A3, R3> third,
          Aggregator<? super T, A4, R4> fourth,
          Aggregator<? super T, A5, R5> fifth,
          Aggregator<? super T, A6, R6> sixth,
          Aggregator<? super T, A7, R7> seventh) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    Part<T, A3, R3> p3 = new Part<>(2, third);
    Part<T, A4, R4> p4 = new Part<>(3, fourth);
    Part<T, A5, R5> p5 = new Part<>(4, fifth);
    Part<T, A6, R6> p6 = new Part<>(5, sixth);
    Part<T, A7, R7> p7 = new Part<>(6, seventh);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2, p3, p4, p5, p6, p7),
        result,
        all ->
            result.apply(
                p1.finish(all),
                p2.finish(all),
                p3.finish(all),
                p4.finish(all),
                p5.finish(all),
                p6.finish(all),
                p7.finish(all)));
  }

  /** Eight aggregators at once, like {@link #of(MultiFunction.Of2, Aggregator, Aggregator)}. */
  public static <T, A1, R1, A2, R2, A3, R3, A4, R4, A5, R5, A6, R6, A7, R7, A8, R8, R>
      Aggregator<T, ?, R> of(
          MultiFunction.Of8<R1, R2, R3, R4, R5, R6, R7, R8, R> result,
          Aggregator<? super T, A1, R1> first,
          Aggregator<? super T, A2, R2> second,
          Aggregator<? super T, A3, R3> third,
          Aggregator<? super T, A4, R4> fourth,
          Aggregator<? super T, A5, R5> fifth,
          Aggregator<? super T, A6, R6> sixth,
          Aggregator<? super T, A7, R7> seventh,
          Aggregator<? super T, A8, R8> eighth) {
    Part<T, A1, R1> p1 = new Part<>(0, first);
    Part<T, A2, R2> p2 = new Part<>(1, second);
    Part<T, A3, R3> p3 = new Part<>(2, third);
    Part<T, A4, R4> p4 = new Part<>(3, fourth);
    Part<T, A5, R5> p5 = new Part<>(4, fifth);
    Part<T, A6, R6> p6 = new Part<>(5, sixth);
    Part<T, A7, R7> p7 = new Part<>(6, seventh);
    Part<T, A8, R8> p8 = new Part<>(7, eighth);
    return new CombinedAggregator<T, R>(
        List.of(p1, p2, p3, p4, p5, p6, p7, p8),
        result,
        all ->
            result.apply(
                p1.finish(all),
                p2.finish(all),
                p3.finish(all),
                p4.finish(all),
                p5.finish(all),
                p6.finish(all),
                p7.finish(all),
                p8.finish(all)));
  }
}
