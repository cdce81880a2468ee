package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One stream that is used twice and comes together again. */
class DiamondTest {

  private static Stream<Integer> numbers() {
    Integer[] numbers = IntStream.range(0, 60).boxed().toArray(Integer[]::new);
    return Stream.from(ScriptedSource.of(numbers))
        .withEventTimeMillis(number -> number, EventTime.ascending());
  }

  private static PipelineDriver driver(Pipeline pipeline, int parallelism, long seed) {
    return PipelineDriver.of(
        pipeline, JobOptions.defaults().parallelism(parallelism).fusion(false), seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void eachItemComesOnceOverEachSide(int parallelism) {
    for (long seed = 0; seed < 10; seed++) {
      Stream<Integer> numbers = numbers();
      Stream<Integer> both =
          numbers.map(number -> number).merge(numbers.filter(number -> number % 2 == 0), numbers);
      var windows =
          both.keyBy(number -> number % 3)
              .window(Windows.tumbling(Duration.ofMillis(30)))
              .aggregate("count", Aggregators.count());
      CollectingSink<Long> sink = new CollectingSink<>();
      PipelineDriver driver = driver(windows.map(r -> r.value()).to(sink), parallelism, seed);
      driver.run();
      assertThat(sink.committed()).as("seed %d", seed).containsOnly(25L).hasSize(6);
      assertThat(driver.progress().late()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aSideWithAWindowIsInTimeForTheNext(int parallelism) {
    for (long seed = 0; seed < 10; seed++) {
      Stream<Integer> numbers = numbers();
      Stream<Long> perTen =
          numbers
              .keyBy(number -> number % 4)
              .window(Windows.tumbling(Duration.ofMillis(10)))
              .aggregate("ten", Aggregators.count())
              .map(result -> result.value());
      var joined =
          numbers
              .map(number -> 1_000L)
              .merge(perTen)
              .keyBy(value -> "all")
              .window(Windows.tumbling(Duration.ofMillis(20)))
              .aggregate("twenty", Aggregators.sumLong((Long value) -> value));
      CollectingSink<Long> sink = new CollectingSink<>();
      PipelineDriver driver = driver(joined.map(r -> r.value()).to(sink), parallelism, seed);
      driver.run();
      assertThat(driver.progress().late()).as("seed %d", seed).isZero();
      assertThat(sink.committed()).as("seed %d", seed).containsExactly(20_020L, 20_020L, 20_020L);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStreamMergedWithItselfComesTwice(int parallelism) {
    Stream<Integer> numbers = Stream.from(ScriptedSource.of(1, 2));
    CollectingSink<Integer> sink = new CollectingSink<>();
    driver(numbers.merge(numbers).to(sink), parallelism, 1).run();
    assertThat(sink.committed()).containsExactlyInAnyOrder(1, 1, 2, 2);
    CollectingSink<Integer> spread = new CollectingSink<>();
    driver(numbers.merge(numbers).parallelism(3).map(n -> n).to(spread), parallelism, 1).run();
    assertThat(spread.committed()).containsExactlyInAnyOrder(1, 1, 2, 2);
  }
}
