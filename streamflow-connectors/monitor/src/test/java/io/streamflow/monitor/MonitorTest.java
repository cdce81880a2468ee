package io.streamflow.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.streamflow.job.Job;
import io.streamflow.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the monitor answers. */
class MonitorTest {
  private final List<Job> jobs = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Monitor monitor = start(Duration.ofSeconds(10));

  private Monitor start(Duration requestTime) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return Monitor.start(address, () -> List.copyOf(jobs), requestTime);
  }

  @AfterEach
  void close() {
    monitor.close();
    client.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(monitor.uri().resolve(path)).timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void refuses(String path, int status, String... words) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(words).allSatisfy(word -> assertThat(answer.body()).contains(word));
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
  }

  @Test
  void servesThePageAndAllThatItLoads() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe", "http", "*");
    assertThat(page.body()).doesNotContain("//").contains("src=\"page/main.js\"");
    assertThat(get("/page/main.js").headers().firstValue("Content-Type"))
        .contains("text/javascript; charset=utf-8");
    assertThat(get("/page/base.css").headers().firstValue("Content-Type"))
        .contains("text/css; charset=utf-8");
    refuses("/page/../Monitor.class", 404);
  }

  @Test
  void saysWhatThereIs() throws Exception {
    refuses("/nothing", 404, "there is nothing at /nothing", "/metrics", "/api/job?job=NAME");
    HttpRequest post =
        HttpRequest.newBuilder(monitor.uri().resolve("/api/jobs"))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    HttpResponse<String> answer = client.send(post, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(answer.body()).contains("POST is not allowed", "/health");
    HttpRequest head =
        HttpRequest.newBuilder(monitor.uri().resolve("/metrics"))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()))
        .returns(200, HttpResponse::statusCode)
        .returns("", HttpResponse::body);
  }

  @Test
  void metersComeFromTheGlobalRegistryWhileItIsOpen() throws Exception {
    Counter counter = Metrics.counter("monitor.test.items", "job", "a");
    counter.increment(3);
    HttpResponse<String> text = get("/metrics");
    assertThat(text.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text.body())
        .contains("monitor_test_items_total{job=\"a\"} 3.0")
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_classes_loaded_classes")
        .contains(
            "process_uptime_seconds", "system_cpu_count", "jvm_gc_memory_allocated_bytes_total");
    counter.increment(2);
    HttpResponse<String> open =
        get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assertThat(open.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).endsWith("# EOF\n").contains("monitor_test_items_total{job=\"a\"} 5.0");
    int before = Metrics.globalRegistry.getRegistries().size();
    monitor.close();
    assertThat(Metrics.globalRegistry.getRegistries()).hasSize(before - 1);
    Metrics.globalRegistry.remove(counter);
  }

  @Test
  void jobsAreFoundByNameAndNumber() throws Exception {
    refuses("/api/job", 404, "no job was started in this process yet");
    jobs.add(new FakeJob(Scenario.HEALTHY.view(60)));
    assertThat(get("/api/job").body()).contains("\"name\":\"order-stats\"");
    jobs.add(new FakeJob(Scenario.SLOW_SINK.view(60)));
    refuses("/api/job", 400, "several jobs", "'order-stats' (id 1)", "'geo-export' (id 2)");
    refuses("/api/job?job=none", 404, "there is no job 'none'", "'geo-export' (id 2)");
    refuses("/api/job?id=9", 404, "there is no job 9");
    refuses("/api/job?id=x", 400, "id is the number of a job");
    refuses("/api/job?job", 400, "name=value");
    assertThat(get("/api/job?job=geo-export").body()).contains("\"id\":2");
    assertThat(get("/api/jobs").body())
        .isEqualTo(
            "{\"jobs\":[{\"id\":1,\"name\":\"order-stats\",\"status\":\"RUNNING\"},"
                + "{\"id\":2,\"name\":\"geo-export\",\"status\":\"RUNNING\"}]}");
  }

  @Test
  void ofTheSameNameTheOneThatRunsIsMeant() throws Exception {
    jobs.add(new FakeJob(Scenario.HEALTHY.view(60)));
    jobs.add(new FakeJob(Scenario.FAILED.view(60)));
    assertThat(get("/api/job?job=order-stats").body()).contains("\"id\":1,");
    jobs.add(new FakeJob(Scenario.HEALTHY.view(60)));
    assertThat(get("/api/job?job=order-stats").body()).contains("\"id\":3,");
    jobs.removeFirst();
    assertThat(get("/api/job?id=3").body()).contains("\"id\":3,");
  }

  @Test
  void tellsWhy() throws Exception {
    jobs.add(new FakeJob(Scenario.STUCK.view(60)));
    assertThat(get("/api/why?job=order-stats&step=order-stats").body())
        .startsWith(
            "{\"job\":\"order-stats\",\"step\":\"order-stats\",\"why\":\"'order-stats' waits");
    refuses("/api/why?step=none", 404, "there is no step 'none'", "keyBy-1");
    refuses("/api/why", 400, "say of which step");
  }

  @Test
  void aJobThatCannotBeAskedIsAnError() throws Exception {
    jobs.add(new FakeJob(Scenario.HEALTHY.view(60)).broken());
    refuses("/api/job", 500, "/api/job could not be answered", "broken as asked");
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).contains("it does not say what it is doing");
    assertThat(get("/ready").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost:9", "127.0.0.1:80", "127.3.2.1", "[::1]:8080"})
  void answersToNamesOfThisMachine(String host) throws Exception {
    assertThat(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example:80",
        "10.0.0.1",
        "127.0.0.1.evil.example",
        ""
      })
  void refusesRequestsThatAreMeantForOthers(String host) throws Exception {
    assertThat(raw("GET /api/jobs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("answers requests to localhost alone", "'" + host + "'");
  }

  @Test
  void anyNameIsRightOnOtherAddresses() throws Exception {
    monitor.close();
    monitor = Monitor.start(new InetSocketAddress("0.0.0.0", 0));
    assertThat(raw("GET /health HTTP/1.1\r\nHost: pod-7\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(monitor.uri()).isEqualTo(URI.create("http://localhost:" + monitor.port()));
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), monitor.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void clientsThatSendHalfARequestDoNotKeepOthersOut() throws Exception {
    monitor.close();
    monitor = start(Duration.ofMillis(300));
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), monitor.port());
        socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.ISO_8859_1));
        slow.add(socket);
      }
      assertThat(get("/health").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> Monitor.start(monitor.port()).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("port " + monitor.port())
        .hasMessageContaining("stop what has the port, choose another, or 0 for any");
    assertThatThrownBy(() ->
            Monitor.start(InetSocketAddress.createUnresolved("no.such.host.invalid", 0)).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("there is no host 'no.such.host.invalid'");
    assertThatThrownBy(() -> Monitor.start(70_000).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
  }

  @Test
  void doesNotKeepTheJvmAlive() {
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread ->
            thread.getName().startsWith("HTTP-Dispatcher")
                || thread.getName().startsWith("streamflow/monitor"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon)
        .noneMatch(Thread::isVirtual);
  }

  @Test
  void answersWhileVirtualThreadsKeepAllCarriersBusy() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> busy = new ArrayList<>();
    try {
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        busy.add(
            Thread.startVirtualThread(() -> {
              while (!over.get()) {
                Thread.onSpinWait();
              }
            }));
      }
      assertThat(get("/health").statusCode()).isEqualTo(200);
      assertThat(get("/").statusCode()).isEqualTo(200);
    } finally {
      over.set(true);
      for (Thread thread : busy) {
        thread.join();
      }
    }
  }

  @Test
  void knowsTheJobsOfTheProcess() throws Exception {
    monitor.close();
    FakeJob job = new FakeJob(Scenario.LATE.view(60));
    Jobs.add(job);
    try {
      monitor = Monitor.start(0);
      assertThat(get("/api/jobs").body()).contains("\"name\":\"views-per-page\"");
    } finally {
      Jobs.remove(job);
    }
  }

  @Test
  void closingTwiceIsClosing() throws Exception {
    monitor.close();
    monitor.close();
    assertThatThrownBy(() -> get("/health")).isInstanceOf(IOException.class);
  }
}
