package io.streamflow.bench;

import io.streamflow.monitor.Monitor;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A job that is watched while it works: once in each second of its work a page would ask for it,
 * and Prometheus for its meters. The job must be on Micrometer's global registry, and the ones that
 * it is compared with must not.
 */
final class Watched implements Workload {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** One for all jobs, as in an application; ends with the process. */
  private static final Monitor MONITOR = Monitor.start(0);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final URI page;
  private final URI meters = MONITOR.uri().resolve("/metrics");
  private final JobWork work;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** Of the work's time; passes are shorter than a second. */
  private long untilNextNanos = EVERY_NANOS;

  Watched(String job, JobWork work) {
    this.work = work;
    this.page =
        MONITOR.uri().resolve("/api/job?job=" + URLEncoder.encode(job, StandardCharsets.UTF_8));
  }

  /** What is watched. */
  JobWork work() {
    return work;
  }

  @Override
  public void pass(int items) throws Exception {
    timed(items);
  }

  @Override
  public long timed(int items) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread watcher = Thread.ofPlatform().daemon().name("watcher").start(() -> watch(done));
    long took;
    try {
      took = work.timed(items);
    } finally {
      done.countDown();
      watcher.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return took;
  }

  private void watch(CountDownLatch done) {
    long since = System.nanoTime();
    try {
      while (!done.await(untilNextNanos, TimeUnit.NANOSECONDS)) {
        ask(page);
        ask(meters);
        untilNextNanos = EVERY_NANOS;
        since = System.nanoTime();
      }
    } catch (IOException | InterruptedException e) {
      failure.set(e);
    }
    untilNextNanos = Math.max(0, untilNextNanos - (System.nanoTime() - since));
  }

  private void ask(URI what) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(what).timeout(Duration.ofSeconds(10)).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().contains("watched-")) {
      throw new IOException(what + " answers " + answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public Total total() {
    return work.total();
  }

  @Override
  public void end() throws Exception {
    work.end();
    client.close();
  }
}
