package io.streamflow.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamflow.Stream;
import io.streamflow.connectors.json.Json;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StreamFlowException;
import io.streamflow.testing.CollectingSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds: time, requests at once, room, who may post; and the end. */
class HttpSourceLimitsTest {
  @Test
  void aSlowClientIsAnsweredAndLeft() throws Exception {
    try (Ingest ingest = Ingest.start(source -> source.requestTimeout(Duration.ofMillis(300)));
        Socket socket = new Socket(ingest.uri.getHost(), ingest.uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      trickle(out);

      assertThat(all(socket))
          .startsWith("HTTP/1.1 408 ")
          .containsIgnoringCase("connection: close")
          .endsWith("{\"error\":\"the request was not there after PT0.3S\"}");
      assertThat(ingest.post(View.json(1)).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PO", "POST /events HTTP/1.1\r\nX: "})
  void aClientThatDoesNotFinishTheHeadIsLeft(String begun) throws Exception {
    try (Ingest ingest = Ingest.start(source -> source.requestTimeout(Duration.ofMillis(300)));
        Socket socket = new Socket(ingest.uri.getHost(), ingest.uri.getPort())) {
      if (begun.isEmpty()) { // has sent nothing: it is left when the job ends at the latest
        ingest.stop();
      } else {
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(all(socket)).isEmpty();
    }
  }

  /** A byte now and then, for as long as somebody listens. */
  private static void trickle(OutputStream out) {
    Thread.startVirtualThread(() -> {
      try {
        while (true) {
          out.write(' ');
          out.flush();
          TimeUnit.MILLISECONDS.sleep(50);
        }
      } catch (IOException | InterruptedException e) {
        // nobody does
      }
    });
  }

  private static String all(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    StringBuilder text = new StringBuilder();
    try {
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        text.append((char) c);
      }
    } catch (SocketException e) {
      // reset, since it was closed with something unread
    }
    return text.toString();
  }

  @Test
  void moreRequestsThanAllowedAreToldToComeAgain() throws Exception {
    try (Ingest ingest = Ingest.start(source -> source.maxRequests(2))) {
      List<Socket> open = new ArrayList<>();
      HttpResponse<String> answer = ingest.post(View.json(1));
      while (answer.statusCode() == 200) { // until two are in: one that met a post is refused
        Socket socket = new Socket(ingest.uri.getHost(), ingest.uri.getPort());
        open.add(socket);
        String head = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        answer = ingest.post(View.json(1));
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.body()).contains("too many requests at once: 2 are allowed");

      for (Socket socket : open) {
        socket.close();
      }
      while (answer.statusCode() == 503) {
        answer = ingest.post(View.json(1));
      }
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void answersAreDelayedAndThenRefusedWhileThePipelineIsSlower() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Ingest ingest =
        Ingest.start(
            source ->
                source.maxBodyBytes(500).maxPendingBytes(1_000).patience(Duration.ofMillis(100)),
            JobOptions.defaults().parallelism(1).batchSize(1),
            new CollectingSink<>(),
            view -> {
              gate.await();
              return view.n();
            })) {
      HttpResponse<String> answer = ingest.post(View.json(0));
      int accepted = 0;
      while (answer.statusCode() == 200) {
        accepted++;
        answer = ingest.post(View.json(accepted));
      }
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.body()).contains("the pipeline is slower than its clients");
      assertThat(accepted).isBetween(2, 20);
      assertThat(ingest.post("[").statusCode()).isEqualTo(400); // needs no room

      gate.countDown();
      assertThat(ingest.awaitNumbers(accepted)).hasSize(accepted);
      assertThat(ingest.post(View.json(1)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRequestThatWaitsForRoomIsTakenWhenThereIsSome() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (Ingest ingest =
        Ingest.start(
            source ->
                source.maxBodyBytes(500).maxPendingBytes(1_000).patience(Duration.ofMinutes(1)),
            JobOptions.defaults().parallelism(1).batchSize(1),
            new CollectingSink<>(),
            view -> {
              gate.await();
              return view.n();
            })) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            Ingest.CLIENT.sendAsync(
                ingest.json(View.json(i)), HttpResponse.BodyHandlers.ofString()));
      }
      CompletableFuture.anyOf(answers.toArray(CompletableFuture<?>[]::new)).join();
      assertThat(answers).anyMatch(answer -> !answer.isDone());
      gate.countDown();
      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
      assertThat(ingest.awaitNumbers(20)).hasSize(20);
    }
  }

  @Test
  void onlyWhoHasTheTokenMayPost() throws Exception {
    try (Ingest ingest = Ingest.start(source -> source.bearerToken("s3cret"))) {
      HttpResponse<String> none = ingest.post(View.json(1));
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      for (String wrong :
          List.of("Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret2", "s3cret")) {
        assertThat(ingest.post(View.json(1), "Authorization", wrong).statusCode())
            .as(wrong)
            .isEqualTo(401);
      }
      assertThat(ingest.post(View.json(2), "Authorization", "bearer s3cret").statusCode())
          .isEqualTo(200);
      assertThat(Ingest.send(ingest.request("/health").GET().build()).statusCode()).isEqualTo(200);
      assertThat(ingest.stop()).containsExactly(2L);
    }
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() throws Exception {
    try (Ingest ingest = Ingest.start(source -> source)) {
      assertThat(InetAddress.getByName(ingest.uri.getHost()).isLoopbackAddress()).isTrue();
    }
    try (Ingest ingest = Ingest.start(source -> source.bind("0.0.0.0"))) {
      assertThat(InetAddress.getByName(ingest.uri.getHost()).isAnyLocalAddress()).isTrue();
      assertThat(ingest.post(View.json(1)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HttpSource<View> source = Http.source(taken.getLocalPort(), "/events", Json.of(View.class));
      assertThatThrownBy(() -> Stream.from(source).map(View::n).to(new CollectingSink<>()).run())
          .isInstanceOf(StreamFlowException.class)
          .hasMessageContaining("cannot listen on port " + taken.getLocalPort() + " of ")
          .hasMessageContaining("Address already in use")
          .hasMessageContaining("choose another");
    }
  }

  @Test
  void stoppingAnswersWhatIsUnderWayAndClosesThePort() throws Exception {
    Ingest ingest = Ingest.start(source -> source);
    assertThat(ingest.post(View.json(1)).statusCode()).isEqualTo(200);
    try (Socket begun = new Socket(ingest.uri.getHost(), ingest.uri.getPort())) {
      String head = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";
      begun.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      begun.getOutputStream().flush();
      begun.getOutputStream().write('{');
      HttpResponse<String> other = ingest.post(View.json(2)); // so the first is surely in
      assertThat(other.statusCode()).isEqualTo(200);

      assertThat(ingest.stop()).containsExactly(1L, 2L);
      assertThat(all(begun)).startsWith("HTTP/1.1 503 ").contains("the job is stopping");
    }
    assertThatThrownBy(() -> ingest.post(View.json(3))).isInstanceOf(ConnectException.class);
  }

  @Test
  void whatWasAcceptedInMemoryIsHandedOutBeforeTheEnd() throws Exception {
    Ingest ingest = Ingest.start(source -> source);
    for (int i = 0; i < 100; i++) {
      ingest.post(View.json(i));
    }
    assertThat(ingest.stop()).hasSize(100);
  }

  @Test
  void badOptionsAreRefused() {
    HttpSource<View> source = Http.source(0, "/events", Json.of(View.class));
    assertThatThrownBy(() -> source.maxBodyBytes(0)).hasMessageContaining("maxBodyBytes");
    assertThatThrownBy(() -> source.maxRequests(0)).hasMessageContaining("maxRequests");
    assertThatThrownBy(() -> source.maxPendingBytes(10)).hasMessageContaining("maxPendingBytes");
    assertThatThrownBy(() -> source.patience(Duration.ofMillis(-1)))
        .hasMessageContaining("patience");
    assertThatThrownBy(() -> source.bearerToken(" ")).hasMessageContaining("token");
    assertThatThrownBy(() -> source.rememberIds(0, Duration.ofDays(1)))
        .hasMessageContaining("rememberIds");
    for (String path : List.of("events", "/a?b", "/health")) {
      assertThatThrownBy(() -> Http.source(0, path, Json.of(View.class)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("path");
    }
  }
}
