package io.streamflow.aggregate;

import static io.streamflow.aggregate.AggregatorLaws.fold;
import static io.streamflow.aggregate.AggregatorLaws.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PercentileAggregatorTest {

  private static final double[] PERCENTS = {0, 0.1, 1, 25, 50, 75, 90, 95, 99, 99.9, 100};

  private static List<Double> exact(List<Double> numbers) {
    List<Double> sorted = new ArrayList<>(numbers);
    Collections.sort(sorted);
    List<Double> result = new ArrayList<>();
    for (double percent : PERCENTS) {
      result.add(sorted.get((int) ((sorted.size() - 1) * (percent / 100))));
    }
    return result;
  }

  private static void assertWithinBound(List<Double> actual, List<Double> wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    for (int i = 0; i < actual.size(); i++) {
      double error = Math.abs(actual.get(i) - wanted.get(i));
      double bound = QuantileAccumulator.RELATIVE_ERROR * Math.abs(wanted.get(i));
      // The bound itself is computed with rounding.
      assertThat(error).as("percentile %s", PERCENTS[i]).isLessThanOrEqualTo(bound * (1 + 1e-9));
    }
  }

  private static List<Double> random(long seed, int count, ToDoubleFunction<Random> distribution) {
    Random random = new Random(seed);
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(distribution.applyAsDouble(random));
    }
    return numbers;
  }

  @Test
  void keepsTheLaws() throws Exception {
    AggregatorLaws.of(
            Aggregators.<Double>percentiles(n -> n, PERCENTS),
            random -> random.nextInt(10) == 0 ? 0.0 : random.nextGaussian() * 1000,
            PercentileAggregatorTest::exact)
        .comparing(PercentileAggregatorTest::assertWithinBound)
        .hold();
  }

  @Test
  void isWithinOnePercentOfTheTrueValue() throws Exception {
    long seed = new Random().nextLong();
    List<ToDoubleFunction<Random>> distributions =
        List.of(
            Random::nextDouble,
            random -> random.nextGaussian() * 1e6,
            random -> Math.exp(4 * random.nextGaussian()),
            random -> -Math.pow(random.nextDouble(), -1.5),
            random -> random.nextInt(3) - 1);
    for (int i = 0; i < distributions.size(); i++) {
      List<Double> numbers = random(seed, 100_000, distributions.get(i));
      try {
        assertWithinBound(
            result(Aggregators.<Double>percentiles(n -> n, PERCENTS), numbers), exact(numbers));
      } catch (AssertionError failure) {
        throw new AssertionError("distribution " + i + ", seed " + seed, failure);
      }
    }
  }

  @Test
  void keepsItsBoundOverSeventeenMagnitudes() throws Exception {
    List<Double> numbers = random(1, 20_000, random -> Math.pow(10, random.nextDouble(-8, 9)));
    assertWithinBound(
        result(Aggregators.<Double>percentiles(n -> n, PERCENTS), numbers), exact(numbers));
  }

  /** Bins are collapsed here; what is counted together must not depend on who saw what. */
  @Test
  void doesNotDependOnHowNumbersWereSplit() throws Exception {
    splitsAreAllTheSame(Aggregators.percentiles(n -> n, PERCENTS));
  }

  private static <A> void splitsAreAllTheSame(Aggregator<Double, A, List<Double>> aggregator)
      throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Double> numbers =
          random(
              random.nextLong(),
              1 + random.nextInt(300),
              r -> (r.nextInt(4) - 1) * Math.pow(10, r.nextDouble(-300, 300)));
      List<Double> whole = aggregator.finish(fold(aggregator, numbers));
      List<Double> shuffled = new ArrayList<>(numbers);
      Collections.shuffle(shuffled, random);
      A merged = aggregator.create();
      int from = 0;
      while (from < shuffled.size()) {
        int to = Math.min(shuffled.size(), from + random.nextInt(100));
        merged = aggregator.merge(merged, fold(aggregator, shuffled.subList(from, to)));
        from = to;
      }
      assertThat(aggregator.finish(merged)).as("seed %s", seed).isEqualTo(whole);
    }
  }

  @Test
  void givesOneNumberBackExactly() throws Exception {
    for (double number :
        new double[] {1234.567, -0.1, 0, 1e-300, QuantileAccumulator.BINS.maxIndexableValue()}) {
      assertThat(result(Aggregators.<Double>percentile(n -> n, 99), List.of(number)))
          .isEqualTo(number);
    }
  }

  @Test
  void refusesWhatHasNoPlaceInAnOrder() {
    for (double number :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> result(Aggregators.<Double>percentile(n -> n, 50), List.of(number)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("but got " + number + "; leave such items out");
    }
  }

  @Test
  void refusesPercentagesOutOfRange() {
    for (double percent : new double[] {-0.1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> Aggregators.<Double>percentiles(n -> n, 50, percent))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a percentile lies between 0 and 100, but got " + percent);
      assertThatThrownBy(() -> Aggregators.<Double>percentile(n -> n, percent))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** What a codec of the accumulator will rely on. */
  @Test
  void sketchGoesThroughBytes() throws Exception {
    List<Double> numbers = random(7, 1000, random -> random.nextGaussian() * 1e20);
    QuantileAccumulator before = new QuantileAccumulator();
    numbers.forEach(before::add);
    GrowingByteArrayOutput bytes = GrowingByteArrayOutput.withDefaultInitialCapacity();
    before.sketch.encode(bytes, false);
    DDSketch after =
        DDSketch.decode(
            ByteArrayInput.wrap(bytes.trimmedCopy()),
            () -> new CollapsingLowestDenseStore(QuantileAccumulator.MAX_BINS));
    for (double percent : PERCENTS) {
      assertThat(after.getValueAtQuantile(percent / 100))
          .isEqualTo(before.sketch.getValueAtQuantile(percent / 100));
    }
    // Still of the same bins: refused otherwise.
    after.mergeWith(before.sketch);
    assertThat(after.getCount()).isEqualTo(2000);
  }
}
