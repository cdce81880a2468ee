package io.streamflow.connectors.minikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MiniKvSinkTest {
  private static final OutboxOptions HASTY =
      OutboxOptions.defaults().attempts(4, Duration.ofMillis(1));

  @TempDir Path directory;
  private MiniKvServer server;

  @BeforeEach
  void start() throws Exception {
    server = MiniKvServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JobOptions durable() {
    return JobOptions.durable(directory.resolve("state")).checkpointInterval(Duration.ofMillis(20));
  }

  private <T> MiniKvSink<T> hasty(MiniKvSink<T> sink) {
    return sink.outbox(HASTY);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) { // the test's time-out ends it
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void resultsOfWindowsAndKeyedValuesAreSetByTheirKeys() throws Exception {
    record Hit(String page, long time) {}
    Stream<Hit> hits =
        Stream.from(Sources.of(new Hit("/a", 1), new Hit("/b", 2), new Hit("/a", 3)))
            .withEventTimeMillis(Hit::time, EventTime.ascending());
    hits.keyBy(Hit::page)
        .window(Windows.tumbling(Duration.ofMinutes(1)))
        .aggregate("views", Aggregators.count())
        .to(MiniKv.sink(server.gateway() + "/"))
        .run();
    assertThat(server.values()).isEqualTo(Map.of("/a", "2", "/b", "1"));
    hits.keyBy(hit -> hit.page().length())
        .aggregate("hits", Aggregators.count())
        .to(MiniKv.sink(server.gateway().toString()).concurrency(2))
        .run();
    assertThat(server.values()).isEqualTo(Map.of("/a", "2", "/b", "1", "2", "3"));
  }

  @Test
  void anyKeyArrivesAsItIs() throws Exception {
    List<String> keys =
        List.of("a", "a/b", "/", " ", "%", "%2F", "+", "?x=1#y", "ü", "日本", "😀", "\n", "..", ".");
    Stream.from(Sources.from(keys))
        .to(MiniKv.sink(server.gateway().toString(), key -> key, key -> key))
        .run();
    assertThat(server.values().keySet()).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(server.values()).containsEntry("a/b", "\"a/b\"").containsEntry("\n", "\"\\n\"");
  }

  @Test
  void valuesAreWhatJacksonMakesOfThem() throws Exception {
    record Total(String name, double sum, Optional<String> note) {}
    Map<String, Object> values = new TreeMap<>();
    values.put("record", new Total("x", 1.5, Optional.empty()));
    values.put("list", List.of(1, 2));
    values.put("present", Optional.of("here"));
    values.put("absent", Optional.empty());
    values.put("truth", true);
    Stream.from(Sources.from(values.keySet()))
        .to(MiniKv.sink(server.gateway().toString(), name -> name, values::get))
        .run();
    assertThat(server.values())
        .isEqualTo(
            Map.of(
                "record",
                "{\"name\":\"x\",\"sum\":1.5,\"note\":null}",
                "list",
                "[1,2]",
                "present",
                "\"here\"",
                "truth",
                "true"));
    assertThat(server.requests()).contains("DELETE /delete/absent");
  }

  @Test
  void itemsThatCannotBeSentAreErrorsOfTheItem() throws Exception {
    List<Object> items =
        List.of(
            "neither",
            new KeyedValue<>("", 1),
            new KeyedValue<>("a\uD800", 1),
            new KeyedValue<>(List.of("x"), 1),
            new KeyedValue<>("good", 1));
    Pipeline pipeline =
        Stream.from(Sources.from(items)).to("out", MiniKv.sink(server.gateway().toString()));
    assertThatThrownBy(() -> pipeline.run())
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("MiniKv.sink(gateway, key,");
    pipeline.run(JobOptions.defaults().onError(OnError.skip()));
    assertThat(server.requests()).containsExactly("POST /set/good");
  }

  @Test
  void anEmptyKeyIsRefusedWhenItComes() {
    assertThatThrownBy(() ->
            Stream.from(Sources.of("x"))
                .to(MiniKv.sink(server.gateway().toString(), _ -> "", x -> x))
                .run())
        .hasMessageContaining("the key is empty");
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost:8000", "ftp://h", "http://", "http://u:p@h", "http://h?x=1"})
  void gatewaysThatAreNoneAreRefused(String gateway) {
    assertThatThrownBy(() -> MiniKv.sink(gateway))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("u:p");
  }

  @Test
  void failuresPass() throws Exception {
    server.fail(3, 503);
    Stream.from(Sources.of("k"))
        .to(hasty(MiniKv.sink(server.gateway().toString(), k -> k, _ -> 1)))
        .run();
    server.failAfterwards(4, 500);
    Stream.from(Sources.of("l"))
        .to(hasty(MiniKv.sink(server.gateway().toString(), k -> k, _ -> 2)))
        .run();
    assertThat(server.values()).isEqualTo(Map.of("k", "1", "l", "2"));
    assertThat(server.requests()).hasSize(4 + 5);
  }

  @Test
  void failuresThatStayFailTheJobWithTheDetail() {
    server.fail(Integer.MAX_VALUE, 503);
    assertThatThrownBy(() ->
            Stream.from(Sources.of("a/b"))
                .to("out", hasty(MiniKv.sink(server.gateway().toString(), k -> k, _ -> 1)))
                .run(durable()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'out'")
        .hasMessageContaining("/set/a%2Fb: 503")
        .hasMessageContaining("told to fail")
        .hasMessageContaining("tried 5 times");
    assertThat(server.requests()).hasSize(5);
  }

  @Test
  void whatWillNotChangeFailsAtOnceNamingKeyAndDetail() throws Exception {
    server.fail(1, 413);
    Pipeline pipeline =
        Stream.from(Sources.of("a/b"))
            .to("out", hasty(MiniKv.sink(server.gateway().toString(), k -> k, _ -> 1)));
    assertThatThrownBy(() -> pipeline.run(durable()))
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("key 'a/b'")
        .hasMessageContaining("413")
        .hasMessageContaining("told to fail");
    assertThat(server.requests()).hasSize(1);
    pipeline.run(durable());
    assertThat(server.values()).isEqualTo(Map.of("a/b", "1"));
  }

  @Test
  void ofManyValuesOfAKeyInABatchTheLastIsSent() throws Exception {
    Stream.from(Sources.generate(1_000, i -> i))
        .to(MiniKv.sink(server.gateway().toString(), i -> "k" + i % 3, i -> i))
        .run(JobOptions.durable(directory.resolve("state")));
    assertThat(server.values()).isEqualTo(Map.of("k0", "999", "k1", "997", "k2", "998"));
    assertThat(server.requests()).hasSizeLessThan(100);
  }

  private Pipeline numbers(MiniKvSink<Long> sink) {
    return Stream.from(Sources.generate(i -> i)).limitRate(2_000, 10).to("out", sink);
  }

  private void assertNothingIsMissing() {
    Map<String, String> all = server.values();
    assertThat(all)
        .isNotEmpty()
        .containsOnlyKeys(LongStream.range(0, all.size()).mapToObj(String::valueOf).toList());
  }

  @Test
  void aStopWhileTheServerHangsLeavesTheRestToTheNextStart() throws Exception {
    Pipeline pipeline =
        numbers(MiniKv.sink(server.gateway().toString(), (Long i) -> i.toString(), i -> i));
    server.hang();
    try (Job job = pipeline.start(durable().stopTimeout(Duration.ofMillis(50)))) {
      await(() -> !server.requests().isEmpty());
      job.stop();
      job.await();
      assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    }
    server.down(); // with what hangs in it
    server.goOn();
    server.up();
    try (Job job = pipeline.start(durable())) {
      await(() -> server.values().size() > 100);
      job.stop();
      job.await();
    }
    assertNothingIsMissing();
    assertThat(server.values()).containsEntry("0", "0");
  }

  @Test
  void aServerThatRestartsIsWaitedFor() throws Exception {
    Pipeline pipeline =
        numbers(
            MiniKv.sink(server.gateway().toString(), (Long i) -> i.toString(), i -> i)
                .outbox(OutboxOptions.defaults().attempts(100, Duration.ofMillis(5))));
    try (Job job = pipeline.start(durable())) {
      await(() -> server.values().size() > 50);
      server.down();
      int before = server.values().size();
      long read = job.progress().itemsRead();
      await(() -> job.progress().itemsRead() > read + 50);
      server.up();
      await(() -> server.values().size() > before + 100);
      job.stop();
      job.await();
      assertThat(server.values()).hasSize((int) job.progress().itemsRead());
    }
    assertNothingIsMissing();
  }

  @Test
  void aServerThatNeverAnswersCostsTheTimeout() {
    server.hang();
    assertThatThrownBy(() ->
            Stream.from(Sources.of("k"))
                .to(
                    MiniKv.sink(server.gateway().toString(), (String k) -> k, k -> k)
                        .timeouts(Duration.ofSeconds(1), Duration.ofMillis(30))
                        .outbox(OutboxOptions.defaults().attempts(1, Duration.ofMillis(1))))
                .run())
        .isInstanceOf(StreamFlowException.class)
        .hasMessageContaining("no answer within 30 ms (tried 2 times)");
    assertThat(server.values()).isEmpty();
  }
}
