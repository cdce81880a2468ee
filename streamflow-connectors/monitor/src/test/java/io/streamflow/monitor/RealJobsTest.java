package io.streamflow.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.OnError;
import io.streamflow.local.QueueSource;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Jobs with something wrong in them: the page, the meters and the words for why each tell the true
 * cause. Pictures are left in target/screenshots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RealJobsTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  private final HttpClient client = HttpClient.newHttpClient();
  private Chromium chromium;

  @BeforeAll
  void startBrowser() throws Exception {
    chromium = Chromium.start();
  }

  @AfterAll
  void endBrowser() throws Exception {
    client.close();
    if (chromium != null) {
      chromium.close();
    }
  }

  private String get(Monitor monitor, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(monitor.uri().resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String why(Monitor monitor, String step) throws Exception {
    return get(monitor, "/api/why?step=" + URLEncoder.encode(step, StandardCharsets.UTF_8));
  }

  /** The first line of a meter of a step. */
  private double meter(Monitor monitor, String name, String step) throws Exception {
    return get(monitor, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains("step=\"" + step + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private interface Seen {
    boolean holds() throws Exception;
  }

  private static void await(Seen seen) throws Exception {
    while (!seen.holds()) {
      TimeUnit.MILLISECONDS.sleep(100); // and so ends when the test's time is up
    }
  }

  /** Opens the page, waits until it says so, and takes a picture. */
  private void onThePage(Monitor monitor, String step, String words, String picture)
      throws Exception {
    try (DevTools page = chromium.open()) {
      page.size(1440, 900);
      page.go(URI.create(monitor.uri() + "/"));
      page.await("document.querySelectorAll('.step').length > 0");
      page.click(".step[data-name=" + step + "]");
      page.await("(document.querySelector('.why')?.textContent ?? '').includes(`" + words + "`)");
      page.screenshot(PICTURES.resolve(picture + ".png"));
      assertThat(page.complaints).isEmpty();
    }
  }

  @Test
  void aStuckPartitionIsNamed() throws Exception {
    try (Monitor monitor = Monitor.start(0);
        QueueSource<Long> quick = Sources.queue(100);
        QueueSource<Long> stuck = Sources.queue(100);
        Job job =
            Stream.from(quick)
                .named("quick")
                .withEventTimeMillis(
                    time -> time, EventTime.ascending().idleAfter(Duration.ofMinutes(10)))
                .merge(
                    Stream.from(stuck)
                        .named("stuck")
                        .withEventTimeMillis(
                            time -> time, EventTime.ascending().idleAfter(Duration.ofMinutes(10))))
                .keyBy(time -> time % 2)
                .window(Windows.tumbling(Duration.ofMinutes(1)))
                .aggregate("per-minute", Aggregators.count())
                .to("out", Sinks.forEach(_ -> {}))
                .start(JobOptions.defaults().name("stuck-partition"))) {
      stuck.put(41_000L);
      for (long time = 0; time < 600_000; time += 20_000) {
        quick.put(time);
      }
      // Before, it may be 'quick' that holds back, as its items are still to come.
      await(() ->
          why(monitor, "per-minute").contains("of 'stuck', which is at 1970-01-01T00:00:41Z"));
      assertThat(job.why("out")).contains("No item has come to it yet: window").contains("'stuck'");
      await(() -> meter(monitor, "streamflow_watermark_seconds", "per-minute") == 41);
      onThePage(monitor, "per-minute", "of 'stuck'", "real-stuck");
    }
  }

  @Test
  void aSlowSinkIsTheCauseOfBackPressure() throws Exception {
    try (Monitor monitor = Monitor.start(0);
        Job job =
            Stream.from(Sources.generate(index -> index))
                .named("numbers")
                .parallelism(1)
                .map(number -> number + 1)
                .named("plus-one")
                .parallelism(2)
                .to("slow-store", Sinks.forEach(_ -> Thread.sleep(5)))
                .start(JobOptions.defaults().name("slow-sink"))) {
      await(() -> why(monitor, "numbers").contains("'slow-store' takes longest"));
      assertThat(why(monitor, "numbers"))
          .contains("waits for room in the channel to 'plus-one'", "back-pressure");
      await(() -> meter(monitor, "streamflow_channel_fill_ratio", "plus-one") == 1);
      await(() -> meter(monitor, "streamflow_task_blocked_seconds_total", "numbers") > 1);
      onThePage(monitor, "numbers", "'slow-store'", "real-slow");
      job.cancel();
    }
  }

  @Test
  void aFailingFunctionIsNamedWithItsFailure() throws Exception {
    try (Monitor monitor = Monitor.start(0);
        Job job =
            Stream.from(Sources.generator(1_000, Duration.ofMinutes(5), index -> index))
                .named("orders")
                .map((Long order) -> {
                  if (order % 3 == 0) {
                    throw new IllegalArgumentException("no customer in order " + order);
                  }
                  return order;
                })
                .named("parse")
                .onError(OnError.skip())
                .to("out", Sinks.forEach(_ -> {}))
                .start(JobOptions.defaults().name("failing"))) {
      await(() -> meter(monitor, "streamflow_records_skipped_total", "parse") > 100);
      assertThat(why(monitor, "parse")).contains("were skipped", "no customer in order");
      onThePage(monitor, "parse", "no customer in order", "real-failing");
      job.cancel();
    }
  }

  @Test
  void lateDataIsCountedWhereItIsLost() throws Exception {
    try (Monitor monitor = Monitor.start(0);
        Job job =
            Stream.from(Sources.generator(1_000, Duration.ofMinutes(5), index -> index))
                .named("clicks")
                .withEventTimeMillis(
                    index -> index % 10 == 0 ? Math.max(0, index - 5_000) : index,
                    EventTime.ascending())
                .keyBy(_ -> "all")
                .window(Windows.tumbling(Duration.ofSeconds(1)))
                .aggregate("per-second", Aggregators.count())
                .to("out", Sinks.forEach(_ -> {}))
                .start(JobOptions.defaults().name("late"))) {
      await(() -> meter(monitor, "streamflow_records_late_total", "per-second") > 100);
      assertThat(why(monitor, "per-second")).contains("came too late for their window");
      onThePage(monitor, "per-second", "came too late", "real-late");
      job.cancel();
    }
  }
}
