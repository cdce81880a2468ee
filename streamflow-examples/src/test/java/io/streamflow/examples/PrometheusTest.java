package io.streamflow.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.streamflow.broker.LocalBroker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus with the configuration of deploy/ scrapes a running example: what the dashboard
 * and the alerts ask for is there. Skipped where the package prometheus is not installed.
 */
@Timeout(180)
class PrometheusTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final Pattern METER = Pattern.compile("(streamflow|jvm)_[a-z_]+");

  @TempDir Path temp;

  private final List<Process> processes = new ArrayList<>();
  private final JsonMapper json = JsonMapper.shared();

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String name, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private static void assumeInstalled(String program) {
    assumeThat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))))
        .as(program + " of the package prometheus is installed")
        .isTrue();
  }

  @Test
  void theConfigurationAndTheAlertsAreValid() throws Exception {
    assumeInstalled("promtool");
    for (List<String> check :
        List.of(
            List.of("promtool", "check", "config", "prometheus.yml"),
            List.of("promtool", "check", "rules", "alerts.yml"))) {
      Process process =
          new ProcessBuilder(check)
              .directory(DEPLOY.resolve("prometheus").toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }
  }

  @Test
  void whatTheDashboardAndTheAlertsAskForIsThere() throws Exception {
    assumeInstalled("prometheus");
    int monitor = LocalBroker.freePort();
    int prometheus = LocalBroker.freePort();
    Process example =
        start(
            "example",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "kafka-page-views",
            "--until-stopped",
            "--monitor",
            "" + monitor);
    start(
        "prometheus",
        "prometheus",
        "--config.file=" + configuration(monitor),
        "--storage.tsdb.path=" + temp.resolve("series"),
        "--web.listen-address=127.0.0.1:" + prometheus);
    try (HttpClient client = HttpClient.newHttpClient()) {
      Server server = new Server(client, prometheus);
      for (String query : dashboard()) {
        await(example, query, () -> server.answers(query.replace("$job", ".*")));
      }
      Set<String> asked = new TreeSet<>();
      JsonNode groups = server.get("rules").get("data").get("groups");
      for (JsonNode rule : groups.get(0).get("rules")) {
        String name = rule.get("name").asString();
        await(example, "alert " + name, () -> server.health(name).equals("ok"));
        Matcher meter = METER.matcher(rule.get("query").asString());
        while (meter.find()) {
          asked.add(meter.group());
        }
      }
      assertThat(asked).hasSizeGreaterThan(8);
      for (String meter : asked) {
        await(example, meter, () -> server.answers("count(" + meter + ")"));
      }
    }
  }

  /** That of deploy/, but for where the workers are and how often they are asked. */
  private Path configuration(int monitor) throws IOException {
    String config = Files.readString(DEPLOY.resolve("prometheus/prometheus.yml"));
    String here =
        config
            .replaceAll("targets: \\[.*\\]", "targets: ['127.0.0.1:" + monitor + "']")
            .replaceAll("_interval: 5s", "_interval: 1s");
    assertThat(here).contains("127.0.0.1:" + monitor).contains("scrape_interval: 1s");
    Files.copy(DEPLOY.resolve("prometheus/alerts.yml"), temp.resolve("alerts.yml"));
    return Files.writeString(temp.resolve("prometheus.yml"), here);
  }

  private List<String> dashboard() throws IOException {
    List<String> queries = new ArrayList<>();
    JsonNode dashboard =
        json.readTree(Files.readString(DEPLOY.resolve("grafana/dashboards/streamflow.json")));
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        queries.add(target.get("expr").asString());
      }
    }
    assertThat(queries).hasSizeGreaterThan(10);
    return queries;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Process example, String what, Condition condition) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(example.isAlive()).as(() -> "the example ended: " + said("example")).isTrue();
      assertThat(System.nanoTime() - until)
          .as(() -> what + " has no data; " + said("prometheus"))
          .isNegative();
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private String said(String name) {
    try {
      return Files.readString(temp.resolve(name + ".log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Prometheus' API. */
  private final class Server {
    private final HttpClient client;
    private final int port;

    Server(HttpClient client, int port) {
      this.client = client;
      this.port = port;
    }

    /**
     * An answer of the API.
     *
     * @throws IOException also as long as Prometheus listens but has not read its series yet
     */
    JsonNode get(String path) throws Exception {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 503) {
        throw new IOException(response.body());
      }
      return json.readTree(response.body());
    }

    /**
     * Whether a query has a result that is a number. If Prometheus asks for the first time when all
     * input is through, nothing grows any more, and there is no quantile or quotient of that: then
     * there must be one of the totals.
     */
    boolean answers(String query) throws Exception {
      return hasNumber(query)
          || hasNumber(query.replaceAll("(?:rate|increase)\\((.*?)\\[\\w+\\]\\)", "$1"));
    }

    private boolean hasNumber(String query) throws Exception {
      JsonNode answer;
      try {
        answer = get("query?query=" + URLEncoder.encode(query, UTF_8));
      } catch (IOException notYet) {
        return false;
      }
      assertThat(answer.get("status").asString()).as(query + ": " + answer).isEqualTo("success");
      for (JsonNode series : answer.get("data").get("result")) {
        if (!series.get("value").get(1).asString().equals("NaN")) {
          return true;
        }
      }
      return false;
    }

    String health(String alert) throws Exception {
      for (JsonNode rule : get("rules").get("data").get("groups").get(0).get("rules")) {
        if (rule.get("name").asString().equals(alert)) {
          assertThat(rule.path("lastError").asString("")).as(alert).isEmpty();
          return rule.get("health").asString();
        }
      }
      throw new AssertionError("no alert " + alert);
    }
  }
}
