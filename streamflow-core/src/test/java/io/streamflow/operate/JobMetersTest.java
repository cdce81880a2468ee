package io.streamflow.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.Jobs;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.metrics.MeterNames;
import io.streamflow.testing.CollectingSink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The meters of a job are on the registry it was given, tell the truth, and go when it is closed.
 */
class JobMetersTest {

  private static Job start(Path directory, io.micrometer.core.instrument.MeterRegistry registry) {
    return Stream.from(Sources.generate(1_000, index -> index))
        .named("numbers")
        .limitRate(1_000_000, 1_000)
        .named("limit")
        .filter(number -> number % 2 == 0)
        .named("even")
        .withEventTimeMillis(number -> number, EventTime.ascending())
        .keyBy(number -> number % 4)
        .window(Windows.tumbling(Duration.ofMillis(100)))
        .aggregate("windows", Aggregators.count())
        .to("out", new CollectingSink<>())
        .start(JobOptions.durable(directory).name("metered").metrics(registry));
  }

  @Test
  void theyTellWhatTheJobHasDone(@TempDir Path directory) throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Job job = start(directory, registry)) {
      job.await();
      Await.until(
          () -> count(registry, MeterNames.RECORDS_OUT, "even"), counted -> counted == 500.0);
      assertThat(count(registry, MeterNames.RECORDS_IN, "even")).isEqualTo(1_000);
      assertThat(count(registry, MeterNames.RECORDS_OUT, "out")).isEqualTo(20);
      assertThat(registry.get(MeterNames.CHECKPOINT_DURATION.meter()).timer().count())
          .isEqualTo(job.view().checkpoints().orElseThrow().completed());
      assertThat(
              registry
                  .get(MeterNames.LATENCY.meter())
                  .tags("job", "metered", "step", "out")
                  .timer()
                  .count())
          .isPositive();
      assertThat(registry.get(MeterNames.RATE_LIMIT.meter()).tags("step", "limit").gauge().value())
          .isEqualTo(1_000_000);
      double file = Files.size(directory.resolve("data.mdb"));
      assertThat(
              Await.until(
                  () -> registry.get(MeterNames.STATE_FILE.meter()).tags("job", "metered").gauge(),
                  gauge -> gauge.value() == file))
          .isNotNull();
      assertThat(registry.get(MeterNames.STATE_LOG.meter()).tags("job", "metered").gauge().value())
          .isEqualTo((double) job.view().checkpoints().orElseThrow().logBytes());
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private static double count(SimpleMeterRegistry registry, MeterNames name, String step) {
    return registry
        .get(name.meter())
        .tags("job", "metered", "step", step)
        .functionCounter()
        .count();
  }

  @Test
  void theirNamesAtPrometheusAreThoseOfTheTable(@TempDir Path directory) throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (Job job = start(directory, registry)) {
      job.await();
      String scraped = registry.scrape();
      Set<String> outbox =
          Set.of(
              "streamflow.outbox.checkpoints", "streamflow.outbox.bytes", "streamflow.outbox.age");
      for (MeterNames name : MeterNames.values()) {
        if (!outbox.contains(name.meter())) { // this job has no sink with an outbox
          assertThat(scraped).contains("# TYPE " + name.prometheus() + " ");
        }
      }
      Set<String> known =
          Arrays.stream(MeterNames.values())
              .map(MeterNames::meter)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(registry.getMeters())
          .extracting(Meter::getId)
          .allSatisfy(id -> assertThat(known).contains(id.getName()))
          .allSatisfy(id -> assertThat(id.getTag("job")).isEqualTo("metered"));
    }
  }

  @Test
  void aJobThatWasNeverClosedLeavesItsPlaceToTheNextOfItsName() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    JobOptions options = JobOptions.defaults().name("again").metrics(registry);
    Job first =
        Stream.from(Sources.generate(10, index -> index))
            .named("numbers")
            .to("out", Sinks.forEach(_ -> {}))
            .start(options);
    first.await();
    try (Job second =
        Stream.from(Sources.generate(20, index -> index))
            .named("numbers")
            .to("out", Sinks.forEach(_ -> {}))
            .start(options)) {
      second.await();
      Await.until(
          () ->
              registry
                  .get(MeterNames.RECORDS_IN.meter())
                  .tags("job", "again", "step", "numbers")
                  .functionCounter()
                  .count(),
          counted -> counted == 20.0);
    }
    first.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void theDocsListEachOfThem() throws IOException {
    String docs = Files.readString(Path.of("../docs/metrics.md"));
    for (MeterNames name : MeterNames.values()) {
      String row =
          "| `"
              + name.prometheus()
              + "` | "
              + name.kind().name().toLowerCase(java.util.Locale.ROOT)
              + " | ";
      assertThat(docs).contains(row);
      assertThat(docs).contains(name.description());
    }
  }

  @Test
  void aJobWhoseMetersCannotBeRegisteredIsCancelledBeforeTheCallerHearsOfIt() {
    SimpleMeterRegistry full =
        new SimpleMeterRegistry() {
          @Override
          protected <T> FunctionCounter newFunctionCounter(
              Meter.Id id, T object, ToDoubleFunction<T> count) {
            throw new IllegalStateException("no room for " + id.getName());
          }
        };
    CollectingSink<Long> sink = new CollectingSink<>();
    Pipeline endless =
        Stream.from(Sources.generate(Long.MAX_VALUE, index -> index)).limitRate(1_000, 1).to(sink);
    assertThatThrownBy(() -> endless.start(JobOptions.defaults().name("unmetered").metrics(full)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no room for streamflow.");
    assertThat(Jobs.inThisProcess()).extracting(Job::name).doesNotContain("unmetered");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("unmetered/") && !name.endsWith("/coordinator"));
    assertThat(full.getMeters()).isEmpty();
  }
}
