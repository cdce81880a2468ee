package io.streamflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code http-ingest} in a JVM of its own, which writes to {@code out}; and clients of it. */
final class HttpIngestProcess {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final Path temp;
  private Optional<Process> child = Optional.empty();
  private int starts;

  HttpIngestProcess(Path temp) {
    this.temp = temp;
  }

  /** Starts it, and returns where to post to. */
  URI start(int port, String... more) throws Exception {
    Path said = temp.resolve("said-" + ++starts);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "http-ingest",
                "--port",
                Integer.toString(port),
                "--output",
                temp.resolve("out").toString()));
    command.addAll(List.of(more));
    Process started =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    child = Optional.of(started);
    String announced = "post events to ";
    while (true) {
      for (String line : Files.readAllLines(said)) {
        if (line.startsWith(announced)) {
          return URI.create(line.substring(announced.length()));
        }
      }
      assertThat(started.isAlive()).as(() -> read(said)).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  void stop() throws InterruptedException {
    Process running = child.orElseThrow();
    running.destroy();
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  void kill() throws InterruptedException {
    if (child.isPresent()) {
      child.get().destroyForcibly().waitFor();
    }
  }

  long pid() {
    return child.orElseThrow().pid();
  }

  static String event(String id, String client, Instant time) {
    return event(id, client, time, "/x");
  }

  static String event(String id, String client, Instant time, String path) {
    return "{\"id\":\"%s\",\"client\":\"%s\",\"time\":\"%s\",\"path\":\"%s\"}"
        .formatted(id, client, time, path);
  }

  static HttpResponse<String> post(URI to, String id, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(to)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", id)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Tries until it is told; returns the status. */
  static int postUntilAnswered(URI to, String id, String body, AtomicInteger retries) {
    while (true) {
      try {
        HttpResponse<String> answer = post(to, id, body);
        if (answer.statusCode() != 503) {
          return answer.statusCode();
        }
      } catch (IOException e) {
        // killed before it answered, or not up again yet
      } catch (InterruptedException e) {
        return -1;
      }
      retries.incrementAndGet();
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        return -1;
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
