package io.streamflow.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException.InvalidPipeline;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.spi.Codecs;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pipeline that cannot run says everything that is wrong with it, and what to write instead. */
class PlanProblemsTest {
  private static final JobOptions TWO = JobOptions.defaults().parallelism(2);

  private static Stream<Long> numbers() {
    return Stream.from(Sources.generate(10, i -> i));
  }

  private static Stream<Long> timed(Stream<Long> stream) {
    return stream.withEventTimeMillis(i -> i, EventTime.ascending());
  }

  private static Pipeline end(Stream<?> stream) {
    return stream.to(Sinks.forEach(_ -> {}));
  }

  private static List<String> problems(Pipeline pipeline, JobOptions options) {
    InvalidPipeline refused =
        catchThrowableOfType(InvalidPipeline.class, () -> pipeline.start(options));
    assertThat(refused).isNotNull();
    refused.problems().forEach(problem -> assertThat(refused).hasMessageContaining(problem));
    return refused.problems();
  }

  /** No codec can be found for it. */
  static final class Opaque {}

  @Test
  void everyProblemIsListedAtOnce() {
    Pipeline pipeline =
        Pipeline.of(
            end(numbers().map(i -> i).named("same")),
            end(numbers().map(i -> i).named("same")),
            end(numbers().map(i -> i).parallelism(0).named("none")),
            end(
                numbers()
                    .keyBy(_ -> new Opaque())
                    .window(Windows.tumbling(Duration.ofSeconds(1)))
                    .aggregate("timeless", Aggregators.count())),
            end(timed(numbers().keyBy(i -> i).reduce("keyed", (a, _) -> a))));
    assertThat(problems(pipeline, TWO.batchSize(0).name(" ").flushAfter(Duration.ofMillis(-1))))
        .anySatisfy(p -> assertThat(p).contains("batchSize").contains("0"))
        .anySatisfy(p -> assertThat(p).contains("name must not be blank"))
        .anySatisfy(p -> assertThat(p).contains("flushAfter").contains("-0.001S"))
        .anySatisfy(p -> assertThat(p).contains("two steps are named 'same'"))
        .anySatisfy(p -> assertThat(p).contains("'none'").contains("parallelism must be 1 to"))
        .anySatisfy(p -> assertThat(p).contains("'timeless'").contains(".withEventTime("))
        .anySatisfy(p -> assertThat(p).contains("withEventTime must come before"))
        .anySatisfy(p -> assertThat(p).contains("Opaque").contains("keyBy(..., codec)"))
        .hasSize(8);
  }

  @Test
  void eventTimeBelongsAtTheSource() {
    Stream<Long> shared = numbers();
    List<Pipeline> wrong =
        List.of(
            end(timed(numbers().keyBy(i -> i).reduce("r", (a, _) -> a))),
            end(timed(numbers().merge(numbers()))),
            end(timed(timed(numbers()))),
            end(timed(numbers().map(i -> i).parallelism(3))),
            end(timed(numbers()).parallelism(3)),
            Pipeline.of(end(timed(shared)), end(shared)));
    for (Pipeline pipeline : wrong) {
      assertThat(problems(pipeline, TWO))
          .singleElement()
          .asString()
          .contains("withEventTime 'withEventTime-");
    }
    assertThat(problems(end(numbers().withEventTime(EventTime.ascending())), TWO))
        .singleElement()
        .asString()
        .contains("gives its items no timestamps");
    assertThatNoException()
        .isThrownBy(() -> end(timed(numbers().parallelism(3).map(i -> i))).explain(TWO));
  }

  @Test
  void keysNeedACodecOnlyWhereTheyAreDealt() {
    Stream<Long> opaque = numbers().keyBy(_ -> new Opaque()).reduce("r", (a, _) -> a);
    assertThatNoException()
        .isThrownBy(() -> end(opaque).explain(JobOptions.defaults().parallelism(1)));
    assertThat(problems(end(opaque), TWO)).singleElement().asString().contains("Opaque");
    assertThat(problems(end(numbers().keyBy(i -> List.of(i)).reduce("r", (a, _) -> a)), TWO))
        .singleElement()
        .asString()
        .contains("keyBy(");
    assertThatNoException()
        .isThrownBy(() ->
            end(numbers().keyBy(i -> i, Codecs.of(Long.class)).reduce("r", (a, _) -> a))
                .explain(TWO));
  }

  @Test
  void lateItemsHaveNoParallelismOfTheirOwn() {
    Stream<Long> late =
        timed(numbers())
            .keyBy(i -> i)
            .window(Windows.tumbling(Duration.ofSeconds(1)))
            .aggregate("n", Aggregators.count())
            .late();
    assertThat(problems(end(late.parallelism(3)), TWO)).singleElement().asString().contains("late");
    assertThatNoException().isThrownBy(() -> end(late.map(i -> i).parallelism(3)).explain(TWO));
  }

  @Test
  void chainsThatWouldNotFitOnAStackAreRefused() {
    Stream<Long> stream = numbers();
    for (int i = 0; i < 20_000; i++) {
      stream = stream.map(n -> n);
    }
    assertThat(problems(end(stream), TWO))
        .singleElement()
        .asString()
        .startsWith("map 'map-2048': more than 2048 steps in a row");
  }

  @Test
  void anyDurationIsFineAsABound() throws Exception {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    end(timed(numbers()))
        .run(
            JobOptions.defaults()
                .maxEventTimeSkew(forever)
                .flushAfter(forever)
                .stopTimeout(forever));
  }
}
