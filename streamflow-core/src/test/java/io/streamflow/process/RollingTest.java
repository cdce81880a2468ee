package io.streamflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates that never end: a result with each item. */
class RollingTest {
  private static final String KEY = "key";

  private static <T> List<T> run(Stream<T> stream, int parallelism) {
    CollectingSink<T> sink = new CollectingSink<>();
    PipelineDriver.of(
            stream.to(sink), JobOptions.defaults().parallelism(parallelism).fusion(false), 5)
        .run();
    return sink.committed();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aggregateGivesTheKeysResultWithEachItem(int parallelism) {
    List<KeyedValue<String, Long>> results =
        run(
            Stream.from(ScriptedSource.of("a", "b", "a", "a"))
                .keyBy(word -> word)
                .aggregate("count", Aggregators.count()),
            parallelism);
    assertThat(results)
        .filteredOn(result -> result.key().equals("a"))
        .extracting(KeyedValue::value)
        .containsExactly(1L, 2L, 3L);
    assertThat(results).filteredOn(result -> result.key().equals("b")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void reduceGivesTheCombinedItem(int parallelism) {
    assertThat(
            run(
                Stream.from(ScriptedSource.of("x1", "y1", "x2", "x3"))
                    .keyBy(item -> item.substring(0, 1))
                    .reduce("join", (left, right) -> left + right),
                parallelism))
        .containsExactlyInAnyOrder("x1", "y1", "x1x2", "x1x2x3");
  }

  private static Stream<KeyedValue<String, Long>> counting(
      OnError onError, AtomicInteger failedAdds, AtomicInteger failedFinishes) {
    Aggregator<Integer, Long, Long> counting =
        Aggregator.of(
            () -> 0L,
            (count, item) -> {
              if (item == 2 && failedAdds.getAndDecrement() > 0) {
                throw new IllegalStateException("cannot add");
              }
              return count + 1;
            },
            Long::sum,
            count -> {
              if (count == 2 && failedFinishes.getAndDecrement() > 0) {
                throw new IllegalStateException("cannot finish");
              }
              return count;
            });
    return Stream.from(ScriptedSource.of(1, 2, 3))
        .keyBy(item -> KEY)
        .aggregate("count", counting)
        .onError(onError);
  }

  @Test
  void anItemThatIsTriedAgainCountsOnce() {
    OnError policy = OnError.retry(3, Duration.ofMillis(1)).then(OnError.skip());
    assertThat(run(counting(policy, new AtomicInteger(2), new AtomicInteger()), 1))
        .extracting(KeyedValue::value)
        .containsExactly(1L, 2L, 3L);
    assertThat(run(counting(policy, new AtomicInteger(), new AtomicInteger(1)), 1))
        .as("the result is asked for again, the item is not added again")
        .extracting(KeyedValue::value)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void anItemThatIsSkippedDoesNotCount() {
    assertThat(run(counting(OnError.skip(), new AtomicInteger(1), new AtomicInteger()), 1))
        .extracting(KeyedValue::value)
        .containsExactly(1L, 2L);
  }
}
