package io.streamflow.examples;

import static io.streamflow.examples.ExampleRun.linesIn;
import static io.streamflow.examples.HttpIngestProcess.event;
import static io.streamflow.examples.HttpIngestProcess.postUntilAnswered;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.connectors.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code http-ingest --mode sessions}, killed (SIGKILL) again and again while visits are open: each
 * event that was accepted is in one visit, and the visits are those that a loop over the events
 * finds.
 */
class KilledHttpSessionsTest {
  private static final int EVENTS = 8_000;
  private static final int VISITORS = 40;
  private static final int POSTING = 16;
  private static final int KILLS = 6;
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  /** No multiple of the time between events, so that none is at the edge of a visit. */
  private static final Duration GAP = Duration.ofSeconds(605);

  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  @TempDir Path temp;
  private HttpIngestProcess ingest;

  @AfterEach
  void endChild() throws InterruptedException {
    ingest.kill();
  }

  private record Posted(String visitor, Instant time, String path) {}

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void eachAcceptedEventIsInOneVisitHoweverOftenItIsKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Posted> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          new Posted(
              "v" + random.nextInt(VISITORS), START.plus(BETWEEN.multipliedBy(i)), "/p" + i));
    }
    String[] options = {
      "--state", temp.resolve("state").toString(), "--gap", "605s", "--disorder", "6h"
    };
    ingest = new HttpIngestProcess(temp);
    int port = HttpIngestProcess.freePort();
    URI to = ingest.start(port, options);
    AtomicInteger next = new AtomicInteger();
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger retries = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < POSTING; thread++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int i = next.getAndIncrement(); i < EVENTS; i = next.getAndIncrement()) {
              Posted one = events.get(i);
              String body = event("e-" + i, one.visitor, one.time, one.path);
              int status = postUntilAnswered(to, "id-" + i, body, retries);
              if (status != 200) {
                wrong.add(i + ": status " + status);
              }
              accepted.incrementAndGet();
            }
          }));
    }
    for (int kill = 1; kill <= KILLS; kill++) {
      int until = EVENTS * kill / (KILLS + 1) + random.nextInt(EVENTS / 20);
      while (accepted.get() < until) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      ingest.kill();
      ingest.start(port, options);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).as("seed %d", seed).isEmpty();
    List<String> expected = visits(events);
    Instant muchLater = START.plus(Duration.ofDays(30)); // ends all the visits
    postUntilAnswered(to, "last", event("last", "nobody", muchLater, "/"), retries);
    Path out = temp.resolve("out");
    while (linesIn(out, "part-*.jsonl").size() < expected.size()) { // the test's time-out ends it
      TimeUnit.MILLISECONDS.sleep(20);
    }
    ingest.stop();

    assertThat(linesIn(out.resolve("late"), "part-*.jsonl")).as("seed %d", seed).isEmpty();
    assertThat(linesIn(out, "part-*.jsonl"))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(retries.get()).isPositive();
  }

  /** The visits that a loop finds, as lines of the result. */
  private static List<String> visits(List<Posted> events) {
    Json<ClientSession> json = Json.of(ClientSession.class);
    Map<String, ClientSession> open = new TreeMap<>();
    List<String> visits = new ArrayList<>();
    for (Posted one : events) { // they are in the order of their times
      ClientSession before = open.get(one.visitor);
      boolean goesOn = before != null && one.time.isBefore(before.end().plus(GAP));
      if (before != null && !goesOn) {
        visits.add(json.text(before));
      }
      open.put(
          one.visitor,
          new ClientSession(
              one.visitor,
              goesOn ? before.start() : one.time,
              one.time,
              goesOn ? before.requests() + 1 : 1,
              one.path));
    }
    open.values().forEach(last -> visits.add(json.text(last)));
    return visits;
  }
}
