package io.streamflow.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.Job;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.PartitionView;
import io.streamflow.job.TaskView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page in a browser: what it shows, and what it does when it is clicked and typed at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
  private static final String WHY = "document.querySelector('.why')?.textContent ?? ''";

  private final List<Job> jobs = new CopyOnWriteArrayList<>();
  private Chromium chromium;
  private Monitor monitor;
  private DevTools page;

  @BeforeAll
  void startBrowser() throws Exception {
    chromium = Chromium.start();
  }

  @AfterAll
  void endBrowser() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void openTab() throws Exception {
    jobs.clear();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    monitor = Monitor.start(address, () -> List.copyOf(jobs), Duration.ofSeconds(10));
    page = chromium.open();
    page.size(1440, 900);
  }

  @AfterEach
  void closeTab() {
    page.close();
    monitor.close();
  }

  /** Shows a job, and waits until its steps are there. */
  private FakeJob show(Scenario scenario) throws Exception {
    FakeJob job = new FakeJob(scenario.view(7200));
    jobs.add(job);
    page.go(monitor.uri());
    page.await("document.querySelectorAll('.step').length === " + job.view().steps().size());
    return job;
  }

  private String text(String selector) throws Exception {
    return page.text("document.querySelector(`" + selector + "`)?.textContent ?? ''");
  }

  private String focused() throws Exception {
    return page.text("document.activeElement.dataset.name ?? ''");
  }

  @Test
  void showsEachStepAndEachEdge() throws Exception {
    FakeJob job = show(Scenario.LARGE);
    assertThat(job.view().steps()).hasSizeGreaterThanOrEqualTo(29);
    for (var step : job.view().steps()) {
      assertThat(text("title")).isEqualTo("fraud-and-reporting – running");
      assertThat(text(".step[data-id='" + step.id() + "'] title")).startsWith(step.name() + "\n");
      for (int from : step.upstreams()) {
        String edge = ".edge-group[data-from='" + from + "'][data-to='" + step.id() + "'] .edge";
        assertThat(page.text("document.querySelector(`" + edge + "`).getAttribute('d')"))
            .as(edge)
            .startsWith("M")
            .doesNotContain("NaN", "undefined");
      }
    }
    assertThat(page.evaluate("document.querySelectorAll('.edge').length").asInt())
        .isEqualTo(job.view().steps().stream().mapToInt(step -> step.upstreams().size()).sum());
  }

  @Test
  void ratesFollowTheCounts() throws Exception {
    FakeJob job = new FakeJob(counted(7200, 0, 0));
    jobs.add(job);
    page.go(monitor.uri());
    page.await("document.querySelectorAll('.step').length === 2");
    assertThat(text(".step[data-name=orders] .step-rate")).isEqualTo("–");
    assertThat(text("#headline")).isEqualTo("Running well.");
    job.show(counted(7201, 1000, 40));
    page.await("document.querySelector('.step[data-name=orders] .step-rate').textContent !== '–'");
    job.show(counted(7202, 4000, 160));
    page.await(
        "document.querySelector('.step[data-name=orders] .step-rate').textContent === '2.00k/s'");
    assertThat(text(".edge-group[data-from='0'] .edge-rate")).isEqualTo("2.00k/s");
    assertThat(text("#headline")).isEqualTo("Running well: 2.00k/s read, 80/s written.");
  }

  /** So many items through each step, and so many written. */
  private static JobView counted(double seconds, long items, long written) {
    Drawing job = new Drawing("order-stats", seconds);
    Drawing.Draft source = job.step("orders", "source", "", 1);
    Drawing.Draft sink = job.step("counts", "sink", "", 1, 0);
    source.out = items;
    sink.in = items;
    sink.out = written;
    return job.task(1, 0, TaskView.Activity.WORKING, null, .5, 0, .5, 0).view();
  }

  @Test
  void namesThePartitionThatHoldsTheWatermarkBack() throws Exception {
    show(Scenario.STUCK);
    assertThat(text("#headline")).startsWith("Running, but in trouble");
    assertThat(text(".problem"))
        .contains("Partition 'orders-3' of 'orders' holds the watermark back")
        .contains("6 min behind", "never counts as idle");
    assertThat(text("tr.marked")).contains("orders-3", "holds back");
    assertThat(text("#announce")).contains("orders-3");
  }

  @Test
  void sourcesHoldEachOtherBackWhereTheyMeet() throws Exception {
    Drawing job = new Drawing("join", 7200);
    job.step("orders", "source", "", 1);
    job.step("payments", "source", "", 2);
    job.step("paid", "window", "", 3, 0, 1);
    job.step("alone", "source", "", 4);
    job.step("out", "sink", "", 4, 3);
    job.task(1, 0, TaskView.Activity.WORKING, null, .5, 0, .5, 0);
    Duration minute = Duration.ofMinutes(1);
    for (String source : List.of("orders", "payments", "alone")) {
      int behind = List.of("orders", "payments", "alone").indexOf(source);
      job.partition(
          source,
          source + "-0",
          PartitionView.Standing.ACTIVE,
          minute.multipliedBy(behind),
          minute,
          Optional.of(Duration.ofHours(1)),
          0);
    }
    jobs.add(new FakeJob(job.view()));
    page.go(monitor.uri());
    page.await("document.querySelectorAll('.problem').length > 0");
    assertThat(text(".problem"))
        .contains("Partition 'payments-0' of 'payments'")
        .contains("counts as idle after");
    assertThat(text("#problems")).doesNotContain("alone");
    assertThat(text("tr.marked")).contains("payments-0");
  }

  @Test
  void namesTheBottleneck() throws Exception {
    show(Scenario.SLOW_SINK);
    assertThat(text(".problem")).contains("'geo-service' is the bottleneck");
    assertThat(page.evaluate("document.querySelectorAll('.stage.pressed').length").asInt())
        .isEqualTo(2);
    assertThat(text(".stage[data-stage='1'] .stage-state")).startsWith("blocked 96");
    assertThat(text(".edge-group[data-to='3'] .edge-note")).isEqualTo("full");
    assertThat(text(".step[data-name=geo-service] .step-badge")).isEqualTo("! bottleneck");
  }

  @Test
  void namesTheRateLimitThatHoldsBack() throws Exception {
    show(Scenario.LIMITED);
    assertThat(text(".problem"))
        .contains("The rate limit 'gently' (500.0/s, burst 50) lets no more through")
        .contains("pause 96");
  }

  @Test
  void aStepIsChosenByKeyboard() throws Exception {
    show(Scenario.STUCK);
    page.evaluate("document.querySelector('.step[data-name=orders]').focus()");
    page.press("ArrowDown");
    assertThat(focused()).isEqualTo("withEventTime-1");
    page.press("ArrowRight");
    assertThat(focused()).isEqualTo("order-stats");
    page.press("ArrowLeft");
    page.press("ArrowRight");
    page.press("Enter");
    page.await(WHY + ".includes('held back by partition')");
    assertThat(text("#detail-title")).isEqualTo("order-stats");
    assertThat(page.text("document.querySelector('.step.selected').dataset.name"))
        .isEqualTo("order-stats");
    assertThat(page.text("document.querySelector('.step.selected').getAttribute('aria-pressed')"))
        .isEqualTo("true");
    page.press("Escape");
    page.await("document.getElementById('detail').hidden");
    assertThat(focused()).isEqualTo("order-stats");
    page.press("Tab");
    assertThat(focused()).isEqualTo("counts");
  }

  @Test
  void aStepIsChosenByAClickAndByItsProblem() throws Exception {
    show(Scenario.STUCK);
    page.click(".step[data-name=valid]");
    page.await(WHY + ".includes(`'valid'`)");
    page.click(".problem button");
    page.await(WHY + ".includes(`'orders'`)");
  }

  @Test
  void whatComesFromAJobStaysText() throws Exception {
    String name = "<img src=x onerror=alert(1)>";
    Drawing job = new Drawing("</title><script>alert(1)</script>", 7200);
    job.step(name, "source", "<b>bold</b>", 1).failing("<script>alert(2)</script>").skipped = 3;
    job.step("sink & \"more\"'s", "sink", "", 1, 0).latency(1, 2);
    job.partition(
        name,
        "<i>p</i>",
        PartitionView.Standing.ACTIVE,
        Duration.ofSeconds(3),
        Duration.ZERO,
        Optional.empty(),
        0);
    jobs.add(new FakeJob(job.task(1, 0, TaskView.Activity.WORKING, name, 1, 0, 0, 0).view()));
    page.go(monitor.uri());
    page.await("document.querySelectorAll('.step').length === 2");
    page.click(".step[data-id=\"0\"]");
    page.await(WHY + ".length > 0");
    assertThat(text("#detail-title")).isEqualTo(name);
    assertThat(page.text("document.body.innerText"))
        .contains("<i>p</i>", "<script>alert(2)</script>");
    assertThat(
            page.evaluate("document.querySelectorAll('img, b.x, i, main script').length").asInt())
        .isZero();
    page.click(".step[data-id=\"1\"]");
    page.await(WHY + ".includes('sink & \"more\"')");
    assertThat(page.complaints).isEmpty();
  }

  @Test
  void darkFollowsTheScheme() throws Exception {
    page.dark(false);
    show(Scenario.HEALTHY);
    String light = page.text("getComputedStyle(document.body).backgroundColor");
    page.dark(true);
    assertThat(page.text("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(15, 20, 26)")
        .isNotEqualTo(light);
  }

  @Test
  void asksNobodyElse() throws Exception {
    show(Scenario.FAILING);
    page.click(".step[data-name=enrich]");
    page.await(WHY + ".length > 0");
    assertThat(page.requests).hasSizeGreaterThan(10);
    assertThat(page.requests.stream().map(URI::create).map(URI::getAuthority).distinct())
        .containsExactly("localhost:" + monitor.port());
    assertThat(page.complaints).isEmpty();
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    show(Scenario.HEALTHY);
    assertThat(text("#connection")).isEqualTo("live");
    monitor.close();
    page.await("document.body.classList.contains('stale')");
    assertThat(text("#lost")).startsWith("No answer since").contains("what is shown is from then");
    assertThat(text("#connection")).startsWith("no answer for");
    assertThat(page.evaluate("document.querySelectorAll('.step').length").asInt()).isEqualTo(7);
    InetSocketAddress same =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), monitor.port());
    monitor = Monitor.start(same, () -> List.copyOf(jobs), Duration.ofSeconds(10));
    page.await("!document.body.classList.contains('stale')");
    page.await("document.getElementById('lost').hidden");
  }

  @Test
  void saysThatAJobIsOver() throws Exception {
    FakeJob job = show(Scenario.HEALTHY);
    job.show(Scenario.HEALTHY.at(7300).status(new JobStatus.Stopped()).view());
    page.await("document.body.classList.contains('over')");
    assertThat(text("#headline")).startsWith("Stopped: everything read until then is written.");
    assertThat(text("#status")).isEqualTo("stopped");
    job.show(Scenario.FAILED.view(7400));
    page.await("document.getElementById('status').textContent === 'failed'");
    assertThat(text(".problem")).contains("Failed in 'order-stats'", "no space left on device");
    assertThat(text(".step[data-name=order-stats] .step-badge")).isEqualTo("✕ failed");
  }

  @Test
  void saysWhatAJobThatDoesNotRunWaitsFor() throws Exception {
    show(Scenario.RESTARTING);
    assertThat(text("#facts")).contains("2 restarts, the last after ");
    assertThat(text("#headline")).isEqualTo("Not running: it waits to be started again.");
    assertThat(text(".problem")).contains("the broker at kafka-1:9092 does not answer");
  }

  @Test
  void waitsForTheFirstJob() throws Exception {
    page.go(monitor.uri());
    page.await("!document.getElementById('empty').hidden");
    assertThat(text("#empty")).startsWith("No job was started in this process yet.");
    jobs.add(new FakeJob(Scenario.HEALTHY.view(5)));
    page.await("document.querySelectorAll('.step').length === 7");
  }

  @Test
  void oneOfSeveralJobsIsPicked() throws Exception {
    jobs.add(new FakeJob(Scenario.SLOW_SINK.view(7200)));
    FakeJob newest = show(Scenario.LARGE);
    assertThat(newest.name()).isEqualTo("fraud-and-reporting");
    assertThat(page.text("document.querySelector('#picker').selectedOptions[0].textContent"))
        .isEqualTo("fraud-and-reporting (running)");
    page.evaluate(
        "(() => { const p = document.getElementById('picker'); p.value = '1';"
            + " p.dispatchEvent(new Event('change')); })()");
    page.await("document.querySelectorAll('.step').length === 4");
    assertThat(text("title")).isEqualTo("geo-export – running");
  }

  @Test
  void focusStaysWhereItIsWhileNumbersChange() throws Exception {
    FakeJob job = show(Scenario.HEALTHY);
    page.evaluate("document.querySelector('.step[data-name=priced]').focus()");
    job.show(Scenario.HEALTHY.view(7210));
    page.await("document.querySelector('.step[data-name=priced] .step-rate').textContent !== '–'");
    assertThat(focused()).isEqualTo("priced");
  }
}
