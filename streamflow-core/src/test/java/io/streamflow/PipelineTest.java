package io.streamflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.WindowResult;
import io.streamflow.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {
  record Click(String user, long at) {}

  @ParameterizedTest
  @CsvSource({"1,true", "1,false", "2,true", "8,true", "8,false"})
  void countsPerKeyAndWindow(int parallelism, boolean fusion) throws Exception {
    int n = 100_000;
    List<WindowResult<String, Long>> results = new ArrayList<>();
    Stream.from(Sources.generate(n, i -> new Click("u" + i % 7, i)))
        .withEventTimeMillis(Click::at, EventTime.ascending())
        .filter(click -> !click.user().equals("u3"))
        .keyBy(Click::user)
        .window(Windows.tumbling(Duration.ofSeconds(1)))
        .aggregate("clicks", Aggregators.count())
        .to(Sinks.into(results))
        .run(JobOptions.defaults().parallelism(parallelism).fusion(fusion));

    Map<String, Long> expected = new TreeMap<>();
    for (long i = 0; i < n; i++) {
      if (i % 7 != 3) {
        expected.merge("u" + i % 7 + "@" + i / 1000, 1L, Long::sum);
      }
    }
    Map<String, Long> actual = new TreeMap<>();
    for (var r : results) {
      actual.merge(r.key() + "@" + r.window().startMillis() / 1000, r.value(), Long::sum);
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(results).hasSameSizeAs(expected.keySet());
  }
}
