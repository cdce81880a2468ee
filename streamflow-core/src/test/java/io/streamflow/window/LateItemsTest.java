package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateItemsTest {
  private static final Item[] INPUT = {
    new Item("a", 100, 1), new Item("b", 5, 2), new Item("a", 7, 3), new Item("b", 101, 4)
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void twoConsumersBothGetAllLateItems(int parallelism) {
    var results =
        Stream.from(ScriptedSource.of(INPUT))
            .withEventTimeMillis(Item::time, EventTime.ascending())
            .keyBy(Item::key)
            .window(Windows.tumbling(Duration.ofMillis(10)))
            .aggregate("window", Aggregators.count());
    CollectingSink<Integer> first = new CollectingSink<>();
    CollectingSink<Integer> second = new CollectingSink<>();
    CollectingSink<Long> counts = new CollectingSink<>();
    PipelineDriver driver =
        PipelineDriver.of(
            Pipeline.of(
                results.late().map(Item::id).to(first),
                results.map(WindowResult::value).to(counts),
                results.late().filter(item -> item.id() > 0).map(Item::id).to(second)),
            JobOptions.defaults().parallelism(parallelism).fusion(false),
            parallelism);
    driver.run();
    assertThat(first.committed()).containsExactlyInAnyOrder(2, 3);
    assertThat(second.committed()).containsExactlyInAnyOrder(2, 3);
    assertThat(counts.committed()).containsExactly(1L, 1L);
    assertThat(driver.progress().late()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void lateItemsCanBeWindowedAgain(int parallelism) {
    var results =
        Stream.from(ScriptedSource.of(INPUT))
            .withEventTimeMillis(Item::time, EventTime.ascending())
            .keyBy(Item::key)
            .window(Windows.tumbling(Duration.ofMillis(10)))
            .aggregate("window", Aggregators.count());
    CollectingSink<WindowResult<String, Long>> again = new CollectingSink<>();
    PipelineDriver.of(
            results
                .late()
                .keyBy(Item::key)
                .window(Windows.tumbling(Duration.ofMillis(10)))
                .allowedLateness(Duration.ofSeconds(1))
                .aggregate("again", Aggregators.count())
                .to(again),
            JobOptions.defaults().parallelism(parallelism).fusion(false),
            9)
        .run();
    assertThat(again.committed())
        .hasSize(2)
        .allMatch(result -> result.window().equals(new TimeWindow(0, 10)))
        .allMatch(result -> result.pane() == Pane.LATE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void lateItemsNobodyTakesAreCounted(int parallelism) {
    CollectingSink<WindowResult<String, List<Item>>> sink = new CollectingSink<>();
    PipelineDriver driver =
        PipelineDriver.of(
            Stream.from(ScriptedSource.of(INPUT))
                .withEventTimeMillis(Item::time, EventTime.ascending())
                .keyBy(Item::key)
                .window(Windows.session(Duration.ofMillis(10)))
                .aggregate("window", Aggregators.toList())
                .to(sink),
            JobOptions.defaults().parallelism(parallelism).fusion(false),
            1);
    driver.run();
    assertThat(driver.progress().steps().get("window").late()).isEqualTo(2);
    assertThat(sink.committed()).hasSize(2);
  }
}
