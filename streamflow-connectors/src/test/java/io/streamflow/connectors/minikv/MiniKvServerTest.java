package io.streamflow.connectors.minikv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The server that sinks are tested with does what it is told. */
class MiniKvServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpRequest request(MiniKvServer server, String method, String path, String body) {
    return HttpRequest.newBuilder(server.gateway().resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static String send(MiniKvServer server, String method, String path, String body)
      throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(request(server, method, path, body), HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void keepsAndForgetsValues() throws Exception {
    try (MiniKvServer server = MiniKvServer.start()) {
      assertThat(send(server, "GET", "/get/a%2Fb", "")).startsWith("404 ");
      assertThat(send(server, "POST", "/set/a%2Fb", "{\"value\":[1]}")).startsWith("200 ");
      assertThat(server.values()).isEqualTo(Map.of("a/b", "[1]"));
      assertThat(send(server, "GET", "/get/a%2Fb", "")).isEqualTo("200 {\"value\":[1]}");
      assertThat(send(server, "GET", "/exists/a%2Fb", "")).isEqualTo("200 {\"exists\":true}");
      assertThat(send(server, "DELETE", "/delete/a%2Fb", "")).startsWith("200 ");
      assertThat(send(server, "GET", "/exists/a%2Fb", "")).isEqualTo("200 {\"exists\":false}");
      assertThat(send(server, "POST", "/set/k", "{}")).startsWith("422 ");
      assertThat(send(server, "POST", "/set/k", "{")).startsWith("422 ");
      assertThat(send(server, "GET", "/set/k", "")).startsWith("405 ");
    }
  }

  @Test
  void failsHangsAndRestartsAsTold() throws Exception {
    try (MiniKvServer server = MiniKvServer.start()) {
      server.fail(1, 503);
      assertThat(send(server, "POST", "/set/k", "{\"value\":1}"))
          .isEqualTo("503 {\"detail\":\"told to fail\"}");
      assertThat(server.values()).isEmpty();
      server.failAfterwards(1, 500);
      assertThat(send(server, "POST", "/set/k", "{\"value\":1}")).startsWith("500 ");
      assertThat(server.values()).isEqualTo(Map.of("k", "1"));

      server.hang();
      CompletableFuture<HttpResponse<String>> waiting =
          CLIENT.sendAsync(
              request(server, "POST", "/set/k", "{\"value\":2}"),
              HttpResponse.BodyHandlers.ofString());
      while (server.requests().size() < 3) {
        Thread.onSpinWait();
      }
      assertThat(waiting).isNotDone();
      assertThat(server.values()).isEqualTo(Map.of("k", "1"));
      server.goOn();
      assertThat(waiting.join().statusCode()).isEqualTo(200);

      server.down();
      assertThatThrownBy(() -> send(server, "GET", "/get/k", ""))
          .isInstanceOf(ConnectException.class);
      server.up();
      assertThat(send(server, "GET", "/get/k", "")).isEqualTo("200 {\"value\":2}");
    }
  }
}
