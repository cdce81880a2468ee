package io.streamflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.WindowedResults;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bounded job that has completed, and is started again when its source has more: the end of the
 * input has closed every window, so what comes for the last of them is a result of its own.
 */
class MoreInputTest {
  @TempDir Path directory;
  private StateUnderTest state;
  private final GatedNumbers numbers = new GatedNumbers().shut();
  private final CollectingSink<Object> out = new CollectingSink<>();
  private final CollectingSink<Long> late = new CollectingSink<>();
  private int shown;

  @BeforeEach
  void name() {
    state = new StateUnderTest(directory.resolve("state"));
  }

  /** Runs on the numbers below a bound, and tells what that has added. */
  private List<String> runTo(long bound, Pipeline pipeline) throws InterruptedException {
    numbers.open(bound);
    pipeline.run(state.options().parallelism(1 + (int) (bound % 2)));
    List<Object> all = out.committed();
    List<String> added =
        all.subList(shown, all.size()).stream().map(Object::toString).sorted().toList();
    shown = all.size();
    return added;
  }

  @Test
  void windowsThatTheEndHasClosedBeginAnew() throws Exception {
    Pipeline pipeline =
        Stream.from(numbers)
            .withEventTimeMillis(n -> n, EventTime.ascending())
            .keyBy(_ -> 0)
            .window(Windows.tumbling(Duration.ofMillis(100)))
            .aggregate("counts", Aggregators.count())
            .map(w -> w.window().startMillis() + "=" + w.value())
            .to(out);
    assertThat(runTo(150, pipeline)).containsExactly("0=100", "100=50");
    assertThat(runTo(150, pipeline)).isEmpty();
    assertThat(runTo(351, pipeline)).containsExactly("100=50", "200=100", "300=51");
    assertThat(runTo(351, pipeline)).isEmpty();
    assertThat(runTo(352, pipeline)).containsExactly("300=1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 120})
  void whatTheWatermarkHadPassedIsLate(int allowedLatenessMillis) throws Exception {
    // Numbers from 500 on begin at 0 once more; the watermark stands at 489.
    WindowedResults<Integer, Long, Long> counts =
        Stream.from(numbers)
            .withEventTimeMillis(n -> n % 500, EventTime.outOfOrderBy(Duration.ofMillis(10)))
            .keyBy(_ -> 0)
            .window(Windows.tumbling(Duration.ofMillis(100)))
            .allowedLateness(Duration.ofMillis(allowedLatenessMillis))
            .aggregate("counts", Aggregators.count());
    Pipeline pipeline =
        Pipeline.of(
            counts.map(w -> w.window().startMillis() + "=" + w.value()).to("out", out),
            counts.late().to("late", late));
    assertThat(runTo(500, pipeline))
        .containsExactly("0=100", "100=100", "200=100", "300=100", "400=100");
    numbers.open(1_000);
    try (Job job = pipeline.start(state.options())) {
      job.await();
      long open = allowedLatenessMillis == 0 ? 400 : 300;
      assertThat(job.progress().steps().get("counts").late()).isEqualTo(open);
      assertThat(late.committed()).isEqualTo(LongStream.range(500, 500 + open).boxed().toList());
    }
    assertThat(out.committed().getLast()).isEqualTo("400=100");
  }

  @Test
  void whatKnowsNoTimeGoesOn() throws Exception {
    Pipeline pipeline =
        Stream.from(numbers)
            .withEventTimeMillis(n -> n, EventTime.ascending())
            .keyBy(n -> n % 2)
            .aggregate("counts", Aggregators.count())
            .map(count -> count.key() + "=" + count.value())
            .to(out);
    List<String> all = new ArrayList<>();
    for (long bound : List.of(90L, 91L, 300L)) {
      all.addAll(runTo(bound, pipeline));
    }
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 300).mapToObj(n -> n % 2 + "=" + (n / 2 + 1)).toList());
  }

  @Test
  void deduplicationForgetsAtTheEndSinceTimersFire() throws Exception {
    Pipeline pipeline =
        Stream.from(numbers)
            .withEventTimeMillis(n -> n, EventTime.ascending())
            .dedupe("distinct", n -> n % 10, Duration.ofMillis(100))
            .to(out);
    assertThat(runTo(15, pipeline)).hasSize(10);
    assertThat(runTo(30, pipeline)).hasSize(10);
  }
}
