package io.streamflow.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.testing.CollectingSink;
import io.streamflow.testing.PipelineDriver;
import io.streamflow.testing.ScriptedSource;
import io.streamflow.time.EventTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Count windows, the global window, and windows over the whole stream. */
class CountWindowTest {
  private static JobOptions options(int parallelism) {
    return JobOptions.defaults().parallelism(parallelism).fusion(false);
  }

  private static List<String> of(String key, WindowCase asked, int parallelism) {
    return asked.run(parallelism, false, parallelism).results().get(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aWindowIsEmittedWhenItIsFullAndTheRestAtTheEnd(int parallelism) {
    WindowCase asked =
        WindowCase.of(
            Windows.count(2),
            0,
            new Item("a", 5, 1),
            new Item("b", 100, 2),
            new Item("a", 3, 3), // no item is ever late
            new Item("a", 7, 4));
    assertThat(of("a", asked, parallelism))
        .containsExactly("[3,6) ON_TIME[1, 3]", "[7,8) ON_TIME[4]");
    assertThat(of("b", asked, parallelism)).containsExactly("[100,101) ON_TIME[2]");
    assertThat(asked.run(parallelism, false, 1).lateCount()).isZero();
  }

  @Test
  void earlyResultsShowWhatIsNotFullYet() {
    WindowCase asked =
        new WindowCase(
            Windows.count(3),
            0,
            10,
            0,
            List.of(
                new Item("a", 1, 1),
                new Item("a", 12, 2),
                new Item("b", 25, 3),
                new Item("a", 26, 4),
                new Item("b", 39, 5)));
    assertThat(of("a", asked, 2)).containsExactly("[1,13) EARLY[1, 2]", "[1,27) ON_TIME[1, 2, 4]");
  }

  @Test
  void theGlobalWindowClosesAtTheEndAndIsShownBefore() {
    WindowCase asked =
        new WindowCase(
            Windows.global(),
            0,
            10,
            0,
            List.of(new Item("a", 1, 1), new Item("b", 12, 2), new Item("a", 13, 3)));
    assertThat(of("a", asked, 1))
        .containsExactly(
            "[" + Long.MIN_VALUE + "," + Long.MAX_VALUE + ") EARLY[1]",
            "[" + Long.MIN_VALUE + "," + Long.MAX_VALUE + ") ON_TIME[1, 3]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void countsNeedNoEventTime(int parallelism) {
    CollectingSink<WindowResult<String, Long>> sink = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(ScriptedSource.of("x", "y", "x"))
                .keyBy(word -> word)
                .window(Windows.count(2))
                .aggregate("count", Aggregators.count())
                .to(sink),
            options(parallelism),
            7)
        .run();
    assertThat(sink.committed())
        .containsExactlyInAnyOrder(
            new WindowResult<>("x", TimeWindow.ALL, 2L, Pane.ON_TIME),
            new WindowResult<>("y", TimeWindow.ALL, 1L, Pane.ON_TIME));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aWindowOverTheWholeStreamHasOneKey(int parallelism) {
    Integer[] times = IntStream.range(0, 30).boxed().toArray(Integer[]::new);
    CollectingSink<WindowResult<WholeStream, Long>> sink = new CollectingSink<>();
    PipelineDriver.of(
            Stream.from(ScriptedSource.of(times))
                .withEventTimeMillis(time -> time, EventTime.ascending())
                .window(Windows.tumbling(Duration.ofMillis(20)))
                .aggregate("all", Aggregators.count())
                .to(sink),
            options(parallelism),
            parallelism)
        .run();
    assertThat(sink.committed())
        .containsExactly(
            new WindowResult<>(WholeStream.ALL, new TimeWindow(0, 20), 20L, Pane.ON_TIME),
            new WindowResult<>(WholeStream.ALL, new TimeWindow(20, 40), 10L, Pane.ON_TIME));
  }
}
