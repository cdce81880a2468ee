package io.streamflow.aggregate;

import static io.streamflow.aggregate.AggregatorLaws.result;
import static io.streamflow.aggregate.Aggregators.average;
import static io.streamflow.aggregate.Aggregators.count;
import static io.streamflow.aggregate.Aggregators.first;
import static io.streamflow.aggregate.Aggregators.last;
import static io.streamflow.aggregate.Aggregators.max;
import static io.streamflow.aggregate.Aggregators.min;
import static io.streamflow.aggregate.Aggregators.sumLong;
import static io.streamflow.aggregate.Aggregators.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.function.MapFunction;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CombinedAggregatorTest {

  private record Stats(long count, double mean) {}

  private record Listed(List<Long> items, Stats stats) {}

  private record Three(long a, long b, long c) {}

  private record Four(long a, long b, long c, long d) {}

  private record Five(long a, long b, long c, long d, long e) {}

  private record Six(long a, long b, long c, long d, long e, long f) {}

  private record Seven(long a, long b, long c, long d, long e, long f, double g) {}

  private record Eight(long a, long b, long c, long d, long e, long f, double g, List<Long> h) {}

  private static long number(Random random) {
    return random.nextLong(-100, 100);
  }

  private static double mean(List<Long> numbers) {
    return (double) numbers.stream().mapToLong(n -> n).sum() / numbers.size();
  }

  @Test
  void keepsTheLawsWithPartsThatChangeInPlace() throws Exception {
    Aggregator<Long, ?, Listed> both =
        Aggregators.of(Listed::new, toList(), Aggregators.of(Stats::new, count(), average(n -> n)));
    AggregatorLaws.of(
            both,
            CombinedAggregatorTest::number,
            numbers -> new Listed(List.copyOf(numbers), new Stats(numbers.size(), mean(numbers))))
        .hold();
  }

  @Test
  void handsEachResultToItsOwnPlace() throws Exception {
    List<Long> numbers = List.of(4L, 1L, 7L, 2L);
    MapFunction<Long, Long> same = n -> n;
    Aggregator<Long, ?, Long> sum = sumLong(n -> n);
    Aggregator<Long, ?, Long> twice = sumLong(n -> 2 * n);

    assertThat(result(Aggregators.of(Stats::new, count(), average(Long::doubleValue)), numbers))
        .isEqualTo(new Stats(4, 3.5));
    assertThat(result(Aggregators.of(Three::new, count(), sum, first()), numbers))
        .isEqualTo(new Three(4, 14, 4));
    assertThat(result(Aggregators.of(Four::new, count(), sum, first(), last()), numbers))
        .isEqualTo(new Four(4, 14, 4, 2));
    assertThat(result(Aggregators.of(Five::new, count(), sum, first(), last(), min(same)), numbers))
        .isEqualTo(new Five(4, 14, 4, 2, 1));
    assertThat(
            result(
                Aggregators.of(Six::new, twice, sum, first(), last(), min(same), max(same)),
                numbers))
        .isEqualTo(new Six(28, 14, 4, 2, 1, 7));
    assertThat(
            result(
                Aggregators.of(
                    Seven::new,
                    twice,
                    sum,
                    first(),
                    last(),
                    min(same),
                    max(same),
                    average(Long::doubleValue)),
                numbers))
        .isEqualTo(new Seven(28, 14, 4, 2, 1, 7, 3.5));
    assertThat(
            result(
                AggregatorLaws.serialized(
                    Aggregators
                        .<Long, Object, Long, Object, Long, Object, Long, Object, Long, Object,
                            Long, Object, Long, Object, Double, Object, List<Long>, Eight>
                            of(
                                Eight::new,
                                open(twice),
                                open(sum),
                                open(first()),
                                open(last()),
                                open(min(same)),
                                open(max(same)),
                                open(average(Long::doubleValue)),
                                open(toList()))),
                numbers))
        .isEqualTo(new Eight(28, 14, 4, 2, 1, 7, 3.5, numbers));
  }

  // Fixes the accumulator's type, so that the other types can be named at the call.
  @SuppressWarnings("unchecked")
  private static <R> Aggregator<Long, Object, R> open(Aggregator<Long, ?, R> aggregator) {
    return (Aggregator<Long, Object, R>) aggregator;
  }
}
