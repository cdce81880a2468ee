package io.streamflow.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.job.JobView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every scenario fits the screen, light, dark and on a phone, and says nothing to the console.
 * Pictures are left in target/screenshots. {@code -Dmonitor.views=20} lets the page see more views
 * before each, {@code -Dmonitor.picture=../../docs/monitor.png} writes the one of the docs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class PageScreenshotTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int VIEWS = Integer.getInteger("monitor.views", 3);

  private Chromium chromium;

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

  @ParameterizedTest
  @EnumSource
  void fitsEveryScreen(Scenario scenario) throws Exception {
    AtomicInteger views = new AtomicInteger();
    // Each request finds the job two seconds later.
    FakeJob job =
        new FakeJob(() -> scenario.view(7200 + 2.0 * views.get())) {
          @Override
          public JobView view() {
            views.incrementAndGet();
            return super.view();
          }
        };
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Monitor monitor = Monitor.start(address, () -> List.of(job), Duration.ofSeconds(10));
        DevTools page = chromium.open()) {
      page.size(1440, 900);
      page.dark(false);
      page.go(monitor.uri());
      page.await("document.querySelectorAll('.step').length > 0");
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (views.get() < VIEWS && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertThat(views).hasValueGreaterThanOrEqualTo(VIEWS);
      shoot(page, scenario, "light");
      page.dark(true);
      shoot(page, scenario, "dark");
      page.size(360, 740);
      page.await("document.querySelector('#graph svg').clientWidth < 360");
      shoot(page, scenario, "phone-dark");
      page.dark(false);
      shoot(page, scenario, "phone");
      if (scenario == Scenario.STUCK) {
        page.size(1440, 900);
        page.await("document.querySelector('#graph svg').clientWidth > 500");
        page.click(".step[data-name=order-stats]");
        page.await("document.querySelector('.why')?.textContent.includes('watermark')");
        page.leave();
        shoot(page, scenario, "selected");
        String picture = System.getProperty("monitor.picture");
        if (picture != null) {
          Files.copy(
              PICTURES.resolve("stuck-selected.png"),
              Path.of(picture),
              StandardCopyOption.REPLACE_EXISTING);
        }
        page.size(360, 740);
        page.await("document.querySelector('#graph svg').clientWidth < 360");
        shoot(page, scenario, "selected-phone");
      }
      assertThat(page.complaints).isEmpty();
    }
  }

  private static void shoot(DevTools page, Scenario scenario, String how) throws Exception {
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    page.screenshot(
        PICTURES.resolve(scenario.name().toLowerCase(Locale.ROOT) + "-" + how + ".png"));
    int over = page.evaluate("document.documentElement.scrollWidth - innerWidth").asInt();
    assertThat(over)
        .as("pixels wider than the screen: %s, %s", scenario, how)
        .isLessThanOrEqualTo(0);
  }
}
