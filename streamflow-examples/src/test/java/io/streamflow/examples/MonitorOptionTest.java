package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --monitor} shows the job of any example while it runs. */
class MonitorOptionTest {

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void theRunningJobIsShownAndTheMonitorEndsWithIt() throws Exception {
    int port = freePort();
    CompletableFuture<ExampleRun> run =
        CompletableFuture.supplyAsync(() ->
            ExampleRun.of(
                "quickstart", "--rate", "1000", "--duration", "4s", "--monitor", "" + port));
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!run.isDone() && status(client, port, "/ready") != 200) {
        Thread.sleep(20);
      }
      String metrics = body(client, port, "/metrics");
      assertThat(metrics)
          .contains("streamflow_job_running{job=\"quickstart\"}")
          .containsPattern("streamflow_records_in_total\\{job=\"quickstart\",step=\"filter-1\"\\}")
          .contains("jvm_memory_used_bytes");
      assertThat(body(client, port, "/api/job")).contains("\"name\":\"quickstart\"", "\"filter\"");
      assertThat(body(client, port, "/")).contains("<!doctype html>");
      assertThat(status(client, port, "/health")).isEqualTo(200);
      ExampleRun ended = run.join();
      assertThat(ended.exitCode()).isZero();
      assertThat(ended.err()).contains("monitor: http://localhost:" + port);
      assertThat(status(client, port, "/ready")).as("closed with it").isEqualTo(-1);
    }
  }

  private static int status(HttpClient client, int port, String path) throws InterruptedException {
    try {
      return get(client, port, path).statusCode();
    } catch (IOException notThere) {
      return -1;
    }
  }

  private static String body(HttpClient client, int port, String path) throws Exception {
    return get(client, port, path).body();
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aPortThatIsTakenIsRefusedBeforeAnythingRuns() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ExampleRun run = ExampleRun.of("quickstart", "--monitor", "" + taken.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("--monitor: ", "" + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "70000", "host:", ":1", "1:2:3"})
  void whatIsNoPortIsRefused(String address) {
    ExampleRun run = ExampleRun.of("quickstart", "--monitor", address);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'" + address + "' is not a port such as 9090");
  }
}
