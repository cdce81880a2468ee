package io.streamflow.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.compile.CompiledPipelines;
import io.streamflow.compile.KeyChecks;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.window.Windows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs on a small machine must not be refused on a larger one without having been told. */
class KeyWarningTest {
  private static List<String> warnings(Object pipeline) {
    return KeyChecks.warnings(CompiledPipelines.of(pipeline, JobOptions.defaults().parallelism(1)));
  }

  @Test
  void aKeyThatCouldNotBeDealtToSeveralSubtasksIsToldOfWithOne() {
    assertThat(
            warnings(
                Stream.from(Sources.of(1, 2))
                    .keyBy(i -> new Object())
                    .aggregate(Aggregators.count())
                    .to(Sinks.stdout())))
        .singleElement()
        .asString()
        .contains("keyBy", "Codecs.of");
  }

  @Test
  void keysThatCanAndStreamsWithoutKeysAreNot() {
    assertThat(
            warnings(
                Stream.from(Sources.of(1, 2))
                    .keyBy(i -> i)
                    .aggregate(Aggregators.count())
                    .to(Sinks.stdout())))
        .isEmpty();
    assertThat(
            warnings(
                Stream.from(Sources.of(1, 2))
                    .window(Windows.count(2))
                    .aggregate(Aggregators.count())
                    .to(Sinks.stdout())))
        .isEmpty();
  }
}
