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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The results of one window are windowed again: each belongs to the window it ended in. */
class WindowsInARowTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void nothingIsLateInTheSecond(int parallelism) {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      ScriptedSource<Item> source = ScriptedSource.script();
      Map<Long, Long> expected = new TreeMap<>();
      long time = -100;
      for (int id = 0; id < 40; id++) {
        time += random.nextInt(9);
        long at = time - random.nextInt(5);
        source = source.item(new Item("k" + random.nextInt(5), at, id));
        expected.merge(Math.floorDiv(at, 10) * 10 / 20 * 20, 0L, Long::sum);
        expected.merge(Math.floorDiv(at, 20) * 20, 1L, Long::sum);
      }
      expected.values().removeIf(count -> count == 0);
      Windows first =
          seed % 2 == 0
              ? Windows.tumbling(Duration.ofMillis(10))
              : Windows.sliding(Duration.ofMillis(10), Duration.ofMillis(10));
      var perTen =
          Stream.from(source)
              .withEventTimeMillis(Item::time, EventTime.outOfOrderBy(Duration.ofMillis(5)))
              .keyBy(Item::key)
              .window(first)
              .aggregate("per-ten", Aggregators.count());
      var perTwenty =
          perTen
              .keyBy(result -> "all")
              .window(Windows.tumbling(Duration.ofMillis(20)))
              .aggregate(
                  "per-twenty", Aggregators.sumLong((WindowResult<String, Long> r) -> r.value()));
      CollectingSink<WindowResult<String, Long>> sink = new CollectingSink<>();
      CollectingSink<WindowResult<String, Long>> late = new CollectingSink<>();
      PipelineDriver driver =
          PipelineDriver.of(
              Pipeline.of(perTwenty.to(sink), perTwenty.late().to(late)),
              JobOptions.defaults().parallelism(parallelism).fusion(false),
              seed);
      driver.run();
      assertThat(late.committed()).as("seed %d", seed).isEmpty();
      assertThat(driver.progress().late()).as("seed %d", seed).isZero();
      Map<Long, Long> actual = new TreeMap<>();
      for (var result : sink.committed()) {
        assertThat(result.pane()).isEqualTo(Pane.ON_TIME);
        assertThat(actual.put(result.window().startMillis(), result.value())).isNull();
      }
      assertThat(actual).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aResultOfTheVeryLastMomentIsInTheWindowThatEndsWithIt(int parallelism) {
    CollectingSink<WindowResult<String, Long>> sink = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(ScriptedSource.of(new Item("a", 9, 1), new Item("a", 10, 2)))
                .withEventTimeMillis(Item::time, EventTime.ascending())
                .keyBy(Item::key)
                .window(Windows.session(Duration.ofMillis(1)))
                .aggregate("sessions", Aggregators.count())
                .keyBy(WindowResult::key, io.streamflow.spi.Codecs.of(String.class))
                .window(Windows.tumbling(Duration.ofMillis(10)))
                .aggregate("tens", Aggregators.count())
                .to(sink),
            JobOptions.defaults().parallelism(parallelism).fusion(false),
            3)
        .run();
    assertThat(sink.committed())
        .containsExactly(
            new WindowResult<>("a", new TimeWindow(0, 10), 1L, Pane.ON_TIME),
            new WindowResult<>("a", new TimeWindow(10, 20), 1L, Pane.ON_TIME));
  }
}
