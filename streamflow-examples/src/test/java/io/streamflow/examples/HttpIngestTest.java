package io.streamflow.examples;

import static io.streamflow.examples.ExampleRun.linesIn;
import static io.streamflow.examples.HttpIngestProcess.event;
import static io.streamflow.examples.HttpIngestProcess.freePort;
import static io.streamflow.examples.HttpIngestProcess.post;
import static io.streamflow.examples.HttpIngestProcess.postUntilAnswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.connectors.http.Http;
import io.streamflow.connectors.http.HttpSource;
import io.streamflow.connectors.json.Json;
import io.streamflow.job.StreamFlowException;
import io.streamflow.local.Sinks;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code http-ingest} in a JVM of its own, as one would run it. */
class HttpIngestTest {
  @TempDir Path temp;
  private HttpIngestProcess ingest;

  @BeforeEach
  void prepare() {
    ingest = new HttpIngestProcess(temp);
  }

  @AfterEach
  void endChild() throws InterruptedException {
    ingest.kill();
  }

  @Test
  void writesTheVisitsOfEachClient() throws Exception {
    Instant nine = Instant.parse("2026-03-02T09:00:00Z");
    URI to = ingest.start(0, "--gap", "10m", "--disorder", "0s");
    assertThat(post(to, "1", event("1", "a", nine)).statusCode()).isEqualTo(200);
    String rest =
        "[%s,%s,%s]"
            .formatted(
                event("2", "a", nine.plusSeconds(599)),
                event("3", "a", nine.plusSeconds(3_600)),
                event("4", "b", nine));
    assertThat(post(to, "2", rest).body()).isEqualTo("{\"accepted\":3}");
    assertThat(post(to, "3", "{\"id\":\"5\"}").body())
        .contains("event 1 of 1", "id, client, time and path are needed");
    ingest.stop();

    assertThat(linesIn(temp.resolve("out"), "part-*.jsonl"))
        .containsExactlyInAnyOrder(
            "{\"client\":\"a\",\"start\":\"2026-03-02T09:00:00Z\",\"end\":\"2026-03-02T09:09:59Z\","
                + "\"requests\":2,\"lastPage\":\"/x\"}",
            "{\"client\":\"a\",\"start\":\"2026-03-02T10:00:00Z\",\"end\":\"2026-03-02T10:00:00Z\","
                + "\"requests\":1,\"lastPage\":\"/x\"}");
    assertThat(linesIn(temp.resolve("out").resolve("late"), "part-*.jsonl"))
        .containsExactly(event("4", "b", nine));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ExampleRun run = ExampleRun.of("http-ingest", "--port", taken.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("cannot listen on port " + taken.getLocalPort());
    }
  }

  @Test
  void aLogBelongsToOneProcess() throws Exception {
    Path state = temp.resolve("state");
    URI to = ingest.start(0, "--mode", "raw", "--state", state.toString());
    HttpSource<SiteEvent> other =
        Http.source(0, "/events", Json.of(SiteEvent.class)).log(state.resolve("log"));
    assertThatThrownBy(() -> Stream.from(other).to(Sinks.forEach(_ -> {})).run())
        .isInstanceOf(StreamFlowException.class)
        .hasMessageContaining("the event log " + state.resolve("log") + " belongs to another")
        .hasMessageContaining("(pid " + ingest.pid() + ")");
    assertThat(post(to, "1", event("1", "a", Instant.EPOCH)).statusCode()).isEqualTo(200);
  }

  /**
   * Many clients, each with its events in order, and the process killed again and again under them:
   * what a client was told is accepted is in the output once; what it was never told of is so at
   * most once, and here every client tries until it is told.
   */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void eachAcceptedEventIsWrittenOnceHoweverOftenItIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int clients = 64;
    int events = 10_000;
    int port = freePort();
    String[] options = {
      "--mode", "raw", "--state", temp.resolve("state").toString(), "--checkpoint-interval", "200ms"
    };
    URI to = ingest.start(port, options);
    AtomicInteger next = new AtomicInteger();
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger retries = new AtomicInteger();
    ConcurrentMap<Integer, String> wrong = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      String name = "c" + client;
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
              String body = event("e-" + i, name, Instant.ofEpochSecond(i));
              int status = postUntilAnswered(to, "id-" + i, body, retries);
              if (status != 200) {
                wrong.put(i, "status " + status);
              }
              accepted.incrementAndGet();
            }
          }));
    }
    int kills = 0;
    for (int part = 1; part <= 5; part++) {
      int until = events * part / 6 + random.nextInt(events / 20);
      while (accepted.get() < until) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      ingest.kill();
      kills++;
      ingest.start(port, options);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    ingest.stop();

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      expected.add("e-" + i);
    }
    assertThat(wrong).as("seed %d", seed).isEmpty();
    assertThat(linesIn(temp.resolve("out"), "part-*.jsonl").stream().map(HttpIngestTest::id))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(retries.get()).isPositive();
    System.out.println(
        "http-ingest was killed " + kills + " times, and " + retries + " requests sent again");
  }

  private static String id(String line) {
    int start = line.indexOf("\"id\":\"") + 6;
    return line.substring(start, line.indexOf('"', start));
  }
}
