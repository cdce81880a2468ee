package io.streamflow.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.connectors.json.Json;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.testing.CollectingSink;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source in durable jobs: what is accepted is read once, from start to start. */
class HttpSourceDurableTest {
  @TempDir Path temp;
  private final CollectingSink<Long> numbers = new CollectingSink<>();

  private JobOptions durable() {
    return JobOptions.durable(temp.resolve("state")).checkpointInterval(Duration.ofMillis(20));
  }

  private HttpSource<View> logged(HttpSource<View> source) {
    return source.log(temp.resolve("log"));
  }

  private Ingest start() throws Exception {
    return Ingest.start(this::logged, durable(), numbers);
  }

  @Test
  void eachAcceptedRequestCountsOnceFromStartToStart() throws Exception {
    for (int start = 0; start < 5; start++) {
      try (Ingest ingest = start()) {
        for (int i = 0; i <= start; i++) {
          HttpResponse<String> answer =
              ingest.post("[" + View.json(i) + "]", "Idempotency-Key", "id-" + i);
          assertThat(answer.body()).isEqualTo("{\"accepted\":1}");
        }
        assertThat(ingest.post(View.json(7), "Idempotency-Key", "id-0").statusCode())
            .isEqualTo(422);
        if (start % 2 == 0) {
          ingest.stop();
        } else {
          ingest.job.cancel();
        }
      }
    }
    try (Ingest ingest = start()) {
      ingest.awaitNumbers(5);
      ingest.stop();
    }
    assertThat(numbers.committed()).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void idsMustBeOneAndPlain() throws Exception {
    try (Ingest ingest = start()) {
      for (String id : List.of("", " ", "x".repeat(257))) {
        assertThat(ingest.post(View.json(1), "Idempotency-Key", id).statusCode())
            .as(id)
            .isEqualTo(400);
      }
      HttpRequest two =
          ingest
              .request("/events")
              .header("Idempotency-Key", "a")
              .header("Idempotency-Key", "b")
              .POST(HttpRequest.BodyPublishers.ofString(View.json(1)))
              .build();
      assertThat(Ingest.send(two).statusCode()).isEqualTo(400);
      assertThat(ingest.post(View.json(1), "Idempotency-Key", "x".repeat(256)).statusCode())
          .isEqualTo(200);
      assertThat(ingest.post(View.json(2), "Idempotency-Key", "\"a b\"").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void ofManyRequestsAtOnceWithOneIdOneCounts() throws Exception {
    try (Ingest ingest = start()) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String id = "id-" + i % 10;
        answers.add(
            Ingest.CLIENT.sendAsync(
                ingest.json(View.json(i % 10), "Idempotency-Key", id),
                HttpResponse.BodyHandlers.ofString()));
      }
      assertThat(answers)
          .allSatisfy(answer -> {
            assertThat(answer.join().statusCode()).isEqualTo(200);
            assertThat(answer.join().body()).isEqualTo("{\"accepted\":1}");
          });
      ingest.awaitNumbers(10);
      ingest.stop();
    }
    assertThat(numbers.committed()).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void segmentsGoWithCheckpointsAndTheirIdsStay() throws Exception {
    Limits small = Limits.DEFAULT.withBodyBytes(1_000);
    int count = 300; // several times what the log may hold
    for (int start = 0; start < 2; start++) {
      try (Ingest ingest =
          Ingest.start(
              source -> logged(source).maxBodyBytes(small.bodyBytes()).maxPendingBytes(8_000),
              durable(),
              numbers)) {
        for (int i = 0; i < count; i++) {
          assertThat(ingest.post(View.json(i), "Idempotency-Key", "id-" + i).statusCode())
              .isEqualTo(200);
        }
        ingest.awaitNumbers(count);
        ingest.stop();
      }
      assertThat(sizeOfLog()).isLessThan(9_000);
    }
    assertThat(numbers.committed())
        .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
  }

  private long sizeOfLog() throws Exception {
    long size = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temp.resolve("log"), "events-*")) {
      for (Path file : files) {
        size += Files.size(file);
      }
    }
    return size;
  }

  @Test
  void aFullLogRefusesAndRecovers() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Ingest ingest =
        Ingest.start(
            source ->
                logged(source)
                    .maxBodyBytes(1_000)
                    .maxPendingBytes(4_000)
                    .patience(Duration.ofMillis(50)),
            durable(),
            numbers,
            view -> {
              gate.await();
              return view.n();
            })) {
      int accepted = 0;
      HttpResponse<String> answer = ingest.post(View.json(0));
      while (answer.statusCode() == 200) {
        answer = ingest.post(View.json(++accepted));
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      gate.countDown();
      while (answer.statusCode() == 503) {
        answer = ingest.post(View.json(accepted));
      }
      assertThat(answer.statusCode()).isEqualTo(200);
      ingest.awaitNumbers(accepted + 1);
      ingest.stop();
      assertThat(numbers.committed())
          .containsExactlyElementsOf(LongStream.rangeClosed(0, accepted).boxed().toList());
    }
  }

  @Test
  void withoutCheckpointsTheLogIsReadFromItsBeginning() throws Exception {
    for (int start = 1; start <= 3; start++) {
      CollectingSink<Long> all = new CollectingSink<>();
      try (Ingest ingest = Ingest.start(this::logged, JobOptions.defaults(), all)) {
        ingest.post(View.json(start));
        ingest.awaitNumbers(start);
      }
      assertThat(all.written())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, start).boxed().toList());
    }
  }

  @Test
  void aLogInMemoryCannotBeExactlyOnce() {
    assertThatThrownBy(() ->
            Stream.from(Http.source(0, "/events", Json.of(View.class)))
                .map(View::n)
                .to("numbers", numbers)
                .run(durable().exactlyOnce()))
        .isInstanceOf(StreamFlowException.InvalidPipeline.class)
        .hasMessageContaining("http /events (in memory)");
  }

  @Test
  void aCheckpointGoesWithItsLog() throws Exception {
    try (Ingest ingest = Ingest.start(source -> source, durable(), numbers)) {
      ingest.post(View.json(1));
      ingest.stop();
    }
    try (Ingest ingest = start()) { // from memory to a log: nothing can be lost
      ingest.post(View.json(2));
      ingest.stop();
    }
    assertThatThrownBy(() -> Ingest.start(source -> source, durable(), numbers))
        .isInstanceOf(StreamFlowException.class)
        .hasMessageContaining("give the source its log(...) again");
    assertThatThrownBy(
            () -> Ingest.start(source -> source.log(temp.resolve("other")), durable(), numbers))
        .isInstanceOf(StreamFlowException.class)
        .hasMessageContaining("the checkpoint was made with another event log than");
  }

  @Test
  void aLogThatIsTakenIsNamed() throws Exception {
    try (Ingest ingest = start()) {
      assertThat(ingest.post(View.json(1)).statusCode()).isEqualTo(200);
      assertThatThrownBy(
              () -> Ingest.start(this::logged, JobOptions.defaults(), new CollectingSink<>()))
          .isInstanceOf(StreamFlowException.class)
          .hasMessageContaining("belongs to this process (pid " + ProcessHandle.current().pid());
      assertThat(ingest.post(View.json(2)).statusCode()).isEqualTo(200);
    }
  }
}
