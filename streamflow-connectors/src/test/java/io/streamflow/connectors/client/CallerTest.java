package io.streamflow.connectors.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamflow.spi.DeliveryContext;
import io.streamflow.spi.OutboxOptions;
import io.streamflow.testing.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against real servers that fail in all the ways there are. */
@Timeout(60)
class CallerTest {
  private static final Calls CALLS =
      Calls.DEFAULT
          .bearer("s3cret")
          .outbox(OutboxOptions.defaults().attempts(4, Duration.ofMillis(100)));

  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);
  private Script script = _ -> {};
  private final HttpServer server;

  private interface Script {
    void answer(HttpExchange exchange) throws Exception;
  }

  CallerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            script.answer(exchange);
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    gate.countDown();
    server.stop(0);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Caller caller(Calls calls) {
    return new Caller(
        new DeliveryContext("job", "out", true),
        calls,
        new Retries(
            calls.outbox(),
            ManualClock.at(Instant.parse("2026-03-01T10:00:00Z")),
            () -> 0,
            waits::add));
  }

  private URI uri(int port) {
    return URI.create("http://127.0.0.1:" + port + "/x?token=hidden");
  }

  private Answer call(Caller caller) throws IOException, InterruptedException {
    return call(caller, server.getAddress().getPort());
  }

  private Answer call(Caller caller, int port) throws IOException, InterruptedException {
    return caller.call(
        caller.request(uri(port)).POST(HttpRequest.BodyPublishers.ofString("b")).build());
  }

  private static List<Duration> millis(long... millis) {
    return java.util.Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
  }

  @Test
  void failuresThatMayPassAreTriedAgain() throws Exception {
    List<Integer> statuses = List.of(503, 429, 408, 500, 204);
    script = exchange -> send(exchange, statuses.get(requests.get() - 1), "");
    try (Caller caller = caller(CALLS)) {
      assertThat(call(caller)).isEqualTo(new Answer(204, ""));
    }
    assertThat(waits).isEqualTo(millis(100, 200, 400, 800));
  }

  @Test
  void thereIsAnEndToIt() {
    script = exchange -> send(exchange, 503, "{\"detail\":\"no\n room\"}");
    try (Caller caller = caller(CALLS)) {
      assertThatThrownBy(() -> call(caller))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "POST http://127.0.0.1:"
                  + server.getAddress().getPort()
                  + "/x: 503 {\"detail\":\"no  room\"} (tried 5 times)");
    }
    assertThat(requests).hasValue(5);
  }

  @Test
  void otherAnswersAreFinal() throws Exception {
    for (int status : List.of(200, 301, 400, 401, 404, 413, 422, 499)) {
      script = exchange -> send(exchange, status, "why");
      try (Caller caller = caller(CALLS)) {
        assertThat(call(caller)).isEqualTo(new Answer(status, "why"));
      }
    }
    assertThat(waits).isEmpty();
  }

  @Test
  void theServersWaitIsKept() throws Exception {
    script =
        exchange -> {
          switch (requests.get()) {
            case 1 -> exchange.getResponseHeaders().set("Retry-After", "2");
            case 2 ->
                exchange.getResponseHeaders().set("Retry-After", "Sun, 01 Mar 2026 10:00:09 GMT");
            case 3 -> exchange.getResponseHeaders().set("Retry-After", "nonsense");
            default -> {}
          }
          send(exchange, requests.get() < 4 ? 429 : 200, "");
        };
    try (Caller caller = caller(CALLS)) {
      assertThat(call(caller).isDone()).isTrue();
    }
    assertThat(waits).isEqualTo(millis(2_000, 9_000, 400));
  }

  @Test
  void aServerThatHangsCostsTheTimeout() throws Exception {
    script =
        exchange -> {
          if (requests.get() == 1) {
            gate.await();
          }
          if (requests.get() == 2) { // the head is there, the body is not
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            gate.await();
          }
          send(exchange, 200, "");
        };
    try (Caller caller =
        caller(CALLS.times(Duration.ofSeconds(5), Duration.ofMillis(200)).atOnce(1))) {
      assertThat(call(caller).isDone()).isTrue();
    }
    assertThat(requests.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void aLongAnswerIsReadPast() throws Exception {
    script = exchange -> send(exchange, 400, "x".repeat(3_000_000));
    try (Caller caller = caller(CALLS)) {
      Answer answer = call(caller);
      assertThat(answer.body()).hasSize(HeadOfBody.KEPT_BYTES);
      assertThat(answer.text()).hasSizeLessThan(400);
    }
  }

  @Test
  void nonsenseAndCutConnectionsAreTriedAgain() throws Exception {
    List<String> answers =
        List.of("", "hello\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort");
    try (ServerSocket nonsense = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Caller caller = caller(CALLS)) {
      Thread.ofVirtual().start(() -> serve(nonsense, answers));
      assertThat(call(caller, nonsense.getLocalPort())).isEqualTo(new Answer(200, ""));
    }
    assertThat(waits).hasSize(3);
  }

  private static void serve(ServerSocket listener, List<String> answers) {
    try {
      for (int i = 0; true; i++) {
        try (Socket socket = listener.accept()) {
          byte[] request = new byte[10_000];
          int read = socket.getInputStream().read(request);
          assertThat(read).isPositive();
          String good = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
          socket
              .getOutputStream()
              .write((i < answers.size() ? answers.get(i) : good).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  @Test
  void nobodyThereIsToldWithoutSecrets() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (Caller caller = caller(CALLS)) {
      assertThatThrownBy(() -> call(caller, port))
          .hasMessageContaining("ConnectException")
          .hasMessageContaining(":" + port + "/x: ")
          .hasMessageContaining("tried 5 times")
          .hasMessageNotContaining("s3cret")
          .hasMessageNotContaining("hidden");
    }
    assertThat(CALLS.toString()).contains("Authorization").doesNotContain("s3cret");
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    script = _ -> gate.await();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Caller caller = caller(CALLS);
    try {
      Thread calling =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  call(caller);
                } catch (Throwable e) {
                  thrown.set(e);
                }
              });
      while (requests.get() == 0) {
        Thread.onSpinWait();
      }
      calling.interrupt();
      calling.join();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    } finally {
      caller.close();
      caller.close();
    }
  }

  @Test
  void everyRequestHasTheHeaders() throws Exception {
    AtomicReference<String> sent = new AtomicReference<>();
    script =
        exchange -> {
          sent.set(exchange.getRequestHeaders().getFirst("Authorization"));
          send(exchange, 200, "");
        };
    try (Caller caller = caller(CALLS)) {
      call(caller);
    }
    assertThat(sent).hasValue("Bearer s3cret");
  }

  @Test
  void headersThatCannotBeSentAreRefusedWithoutTheirValue() {
    for (String name : List.of("Content-Length", "Host", "a b", "")) {
      assertThatThrownBy(() -> CALLS.header(name, "s3cret"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("s3cret");
    }
    assertThatThrownBy(() -> CALLS.header("X", "s3cret\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> CALLS.bearer(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
