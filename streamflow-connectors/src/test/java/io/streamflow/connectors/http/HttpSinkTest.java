package io.streamflow.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.connectors.json.Json;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.job.StreamFlowException.JobFailed;
import io.streamflow.local.Sources;
import io.streamflow.spi.OutboxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HttpSinkTest {
  private static final OutboxOptions HASTY =
      OutboxOptions.defaults().attempts(3, Duration.ofMillis(1));

  record Order(String id, int amount) {}

  @TempDir Path directory;
  private Service service;

  @BeforeEach
  void start() throws Exception {
    service = new Service();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private JobOptions durable() {
    return JobOptions.durable(directory.resolve("state")).checkpointInterval(Duration.ofMillis(20));
  }

  private HttpSink<Order> sink(String path) {
    return Http.sink(service.url(path), Json.of(Order.class)).outbox(HASTY);
  }

  private static Stream<Order> orders(int count) {
    return Stream.from(Sources.generate(count, i -> new Order("o" + i, (int) i)));
  }

  private HttpSink<Long> numbers(String path) {
    return Http.<Long>sink(
            service.url(path),
            "text/plain",
            number -> number.toString().getBytes(StandardCharsets.UTF_8))
        .outbox(HASTY);
  }

  private static List<String> upTo(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void eachItemIsARequest() throws Exception {
    Stream.from(Sources.of(new Order("a/b ü", 1)))
        .to(
            sink("/orders/{id}?amount={amount}&again={id}")
                .with("id", Order::id)
                .with("amount", Order::amount)
                .bearerToken("s3cret")
                .header("X-Shop", "one")
                .put())
        .run();
    Service.Request request = service.requests().getFirst();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.path()).isEqualTo("/orders/a%2Fb%20%C3%BC?amount=1&again=a%2Fb%20%C3%BC");
    assertThat(request.type()).isEqualTo("application/json");
    assertThat(request.token()).isEqualTo("Bearer s3cret");
    assertThat(request.body()).isEqualTo("{\"id\":\"a/b ü\",\"amount\":1}");
    assertThat(request.key()).matches("[0-9a-f-]{36}-0-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host/x",
        "ftp://host/x",
        "http:///x",
        "https://u:s3cret@host/x",
        "http://host/x#y",
        "http://{host}/x",
        "http://host:{port}/x",
        "http://host/{a b}",
      })
  void urlsThatAreNoneAreRefused(String url) {
    assertThatThrownBy(() -> Http.sink(url, Json.of(Order.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void everyNameInTheUrlNeedsAValueAndOnlyThose() {
    assertThatThrownBy(() -> sink("/{id}").with("name", Order::id))
        .hasMessageContaining("no {name}")
        .hasMessageContaining("[id]");
    assertThatThrownBy(() -> orders(1).to(sink("/{id}/{x}").with("id", Order::id)).run())
        .hasMessageContaining("with(\"x\", item -> ...)");
    assertThatThrownBy(() ->
            Stream.from(Sources.of(new Order("", 1))).to(sink("/{id}").with("id", Order::id)).run())
        .hasMessageContaining("{id}")
        .hasMessageContaining("empty");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void failuresPassUnderTheSameKey() throws Exception {
    AtomicInteger failures = new AtomicInteger(3);
    service.script = (_, _) -> failures.getAndDecrement() > 0 ? 500 : 200;
    orders(1).to(sink("/")).run();
    assertThat(service.requests()).hasSize(4);
    assertThat(service.requests().stream().map(Service.Request::key).distinct()).hasSize(1);
    assertThat(service.done()).hasSize(1);
  }

  @Test
  void aWaitThatIsAskedForIsKept() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    long begin = System.nanoTime();
    service.script =
        (_, exchange) -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          return answers.getAndIncrement() == 0 ? 429 : 200;
        };
    orders(1).to(sink("/")).run();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @ParameterizedTest
  @CsvSource({"301,redirects", "400,refusedTo", "401,another attempt", "413,refusedTo"})
  void answersThatWillNotChangeFailAtOnce(int status, String hint) {
    service.script = (_, _) -> status;
    assertThatThrownBy(() -> orders(1).to("out", sink("/?k=hidden").bearerToken("s3cret")).run())
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("'out'")
        .hasMessageContaining(service.url("/") + ": " + status)
        .hasMessageContaining(hint)
        .hasMessageContaining("answer " + status)
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("hidden");
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void oneAddressIsOneAfterTheOtherAndSeveralAreAtOnce() throws Exception {
    CountDownLatch four = new CountDownLatch(4);
    service.script =
        (_, _) -> {
          four.countDown();
          four.await();
          return 200;
        };
    Stream.from(Sources.generate(2_000, i -> i))
        .to(numbers("/{k}").with("k", i -> i % 50).concurrency(16))
        .run();
    assertThat(service.most()).isBetween(4, 16);
    for (long key = 0; key < 50; key++) {
      String path = "/" + key;
      long first = key;
      assertThat(
              service.done().stream()
                  .filter(request -> request.path().equals(path))
                  .map(Service.Request::body))
          .isEqualTo(
              IntStream.range(0, 40).mapToObj(i -> String.valueOf(first + 50L * i)).toList());
    }
  }

  @Test
  void orderCanBeThatOfAKeyOfTheItem() throws Exception {
    Stream.from(Sources.generate(500, i -> i)).to(numbers("/")).run();
    assertThat(service.bodies()).isEqualTo(upTo(500));
    assertThat(service.most()).isEqualTo(1);
    CountDownLatch two = new CountDownLatch(2);
    service.script =
        (_, _) -> {
          two.countDown();
          two.await(); // hangs unless there are two at once
          return 200;
        };
    Stream.from(Sources.generate(500, i -> i)).to(numbers("/").orderBy(i -> i % 10)).run();
    assertThat(service.done()).hasSize(1_000);
  }

  @Test
  void severalItemsShareARequest() throws Exception {
    orders(25).to(sink("/all").batches(10)).run(durable());
    assertThat(
            service.bodies().stream().mapToInt(body -> body.split("amount", -1).length - 1).sum())
        .isEqualTo(25);
    assertThat(service.bodies())
        .allMatch(body -> body.startsWith("[{") && body.endsWith("}]"))
        .hasSizeLessThan(25);
    assertThat(service.done().getFirst().key()).matches("[0-9a-f-]{36}-0-0(\\+\\d+)?");
  }

  @Test
  void linesAndSizesOfRequests() throws Exception {
    Stream.from(Sources.generate(100, i -> i))
        .to(numbers("/").lines(1_000).maxBodyBytes(30))
        .run(durable());
    assertThat(String.join("", service.bodies())).isEqualTo(String.join("\n", upTo(100)) + "\n");
    assertThat(service.bodies()).allMatch(body -> body.length() <= 30);
    assertThat(service.requests()).allMatch(r -> r.type().equals("application/x-ndjson"));
  }

  @Test
  void anItemAtFaultIsFoundInItsBatchAndPutAside() throws Exception {
    service.script =
        (request, _) ->
            request.body().length() > 60
                ? 413
                : request.body().matches("(?s).*\\b[37]7\\b.*") ? 422 : 200;
    Path refused = directory.resolve("refused.jsonl");
    Stream.from(Sources.generate(100, i -> i))
        .to(numbers("/").batches(50).refusedTo(refused))
        .run(durable());
    String all = String.join(",", service.bodies()).replaceAll("[\\[\\]]", "");
    assertThat(List.of(all.split(",")))
        .isEqualTo(upTo(100).stream().filter(n -> !n.matches("[37]7")).toList());
    assertThat(Files.readAllLines(refused))
        .hasSize(2)
        .allMatch(line -> line.contains("\"status\":422,\"answer\":\"422 answer 422\""))
        .anyMatch(line -> line.endsWith("\"body\":\"37\"}"))
        .anyMatch(line -> line.endsWith("\"body\":\"77\"}"));
  }

  @Test
  void theFileOfRefusedItemsIsBoundedAndMended() throws Exception {
    service.script = (_, _) -> 422;
    Path refused = directory.resolve("refused.jsonl");
    HttpSink<Long> sink = numbers("/").refusedTo(refused, 1_000);
    Stream<Long> items = Stream.from(Sources.generate(20, i -> i));
    assertThatThrownBy(() -> items.to(sink).run())
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("no room for another refused item within its 1000 bytes");
    int lines = Files.readAllLines(refused).size();
    assertThat(lines).isBetween(1, 10);
    Files.writeString(refused, "{\"key\":\"half", StandardOpenOption.APPEND);
    items.to(numbers("/").refusedTo(refused)).run();
    assertThat(Files.readAllLines(refused)).hasSize(lines + 20).allMatch(l -> l.endsWith("}"));
  }

  @Test
  void aFileThatIsNoneOfItsOwnIsLeftAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("mine"), "precious\n");
    assertThatThrownBy(() -> orders(1).to(sink("/").refusedTo(file)).run())
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("mine has a line at byte 0");
    assertThat(file).hasContent("precious\n");
  }

  @Test
  void aWrongTokenPutsNothingAside() {
    service.script = (_, _) -> 401;
    Path refused = directory.resolve("refused.jsonl");
    assertThatThrownBy(() -> orders(3).to(sink("/").refusedTo(refused)).run())
        .isInstanceOf(JobFailed.class)
        .hasMessageContaining("401");
    assertThat(refused).isEmptyFile();
  }

  @Test
  void anItemThatCannotBeWrittenIsAnErrorOfTheItem() throws Exception {
    Stream.from(Sources.generate(10, i -> i))
        .to(numbers("/{k}").with("k", i -> 10 / (i % 5)))
        .run(JobOptions.defaults().onError(OnError.skip()));
    assertThat(service.done()).hasSize(8);
  }

  @Test
  void aStopWhileTheServiceHangsLeavesTheRestToTheNextStart() throws Exception {
    Pipeline pipeline =
        Stream.from(Sources.generate(i -> i)).limitRate(2_000, 10).to("out", numbers("/"));
    service.script = (_, _) -> service.hang();
    try (Job job = pipeline.start(durable().stopTimeout(Duration.ofMillis(50)))) {
      while (service.requests().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      job.stop();
      job.await();
      assertThat(job.status()).isInstanceOf(JobStatus.Stopped.class);
    }
    String first = service.requests().getFirst().key();
    service.script = (_, _) -> 200;
    try (Job job = pipeline.start(durable())) {
      while (service.done().size() < 100) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      job.stop();
      job.await();
    }
    assertThat(service.bodies()).isEqualTo(upTo(service.bodies().size()));
    assertThat(service.done().getFirst().key()).isEqualTo(first);
  }
}
