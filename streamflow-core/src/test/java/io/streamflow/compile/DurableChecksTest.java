package io.streamflow.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.window.Windows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job that cannot keep its state says everything that is missing, and what to write. */
class DurableChecksTest {
  static final class Opaque {}

  private static Stream<Long> numbers() {
    return Stream.from(Sources.generate(10, i -> i));
  }

  private static Pipeline end(Stream<?> stream) {
    return stream.to(Sinks.forEach(_ -> {}));
  }

  private static List<String> problems(Pipeline pipeline) {
    return DurableChecks.problems(
        CompiledPipelines.of(pipeline, JobOptions.defaults().parallelism(1)).plan());
  }

  @Test
  void oneSourceAndOneSinkNeedNoName() {
    assertThat(problems(end(numbers().map(i -> i)))).isEmpty();
    assertThat(problems(end(numbers().keyBy(i -> i).aggregate("n", Aggregators.count()))))
        .isEmpty();
  }

  @Test
  void severalSourcesOrSinksNeedNames() {
    assertThat(problems(end(numbers().merge(numbers().named("other")))))
        .singleElement()
        .asString()
        .isEqualTo(
            "source 'source-1' is one of 2 sources, and where each has read to is found again by"
                + " its name: add .named(\"...\") right after Stream.from(...)");
    Stream<Long> shared = numbers();
    assertThat(problems(Pipeline.of(end(shared), shared.to("named", Sinks.forEach(_ -> {})))))
        .singleElement()
        .asString()
        .isEqualTo(
            "sink 'sink-1' is one of 2 sinks, and what each still has to commit is found again by"
                + " its name: write .to(\"...\", sink)");
    assertThat(
            problems(
                Pipeline.of(
                    shared.to("a", Sinks.forEach(_ -> {})),
                    shared.to("b", Sinks.forEach(_ -> {})))))
        .isEmpty();
  }

  @Test
  void everyProblemIsListedAtOnce() {
    Stream<Opaque> opaque = numbers().map(_ -> new Opaque());
    assertThat(
            problems(
                Pipeline.of(
                    end(numbers().keyBy(i -> i).reduce((a, _) -> a)),
                    end(opaque.keyBy(item -> item).aggregate(Aggregators.toList())),
                    end(opaque.window(Windows.count(2)).aggregate(Aggregators.count())))))
        .anySatisfy(p ->
            assertThat(p)
                .isEqualTo(
                    "reduce 'reduce-1' keeps state, which is found again by the step's name: write"
                        + " reduce(\"...\", reducer) or add .named(\"...\")"))
        .anySatisfy(p -> assertThat(p).contains("aggregate 'aggregate-1' keeps state"))
        .anySatisfy(p -> assertThat(p).contains("window 'window-1' keeps state"))
        .anySatisfy(p -> assertThat(p).contains("keys of").contains("have no codec"))
        .anySatisfy(p -> assertThat(p).contains("it keeps items of map 'map-1'"))
        .hasSize(10);
  }
}
