package io.streamflow.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key-value store in this JVM with MiniKV's requests, for those who have no MiniKV at hand. Its
 * values are in memory.
 *
 * <pre>
 * POST   /set/{key}     {"value": any JSON}
 * GET    /get/{key}     {"value": ...}, or 404
 * DELETE /delete/{key}
 * </pre>
 */
final class LocalStore implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ConcurrentMap<String, JsonNode> values = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LocalStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts it on any port of loopback. */
  static LocalStore start() throws IOException {
    return new LocalStore();
  }

  String gateway() {
    InetSocketAddress address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  private record Answer(int status, Map<String, ?> body) {
    static Answer failure(int status, String why) {
      return new Answer(status, Map.of("detail", why));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer answer =
          answer(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), body);
      byte[] json = JSON.writeValueAsBytes(answer.body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status, json.length);
      exchange.getResponseBody().write(json);
    }
  }

  private Answer answer(String method, String path, byte[] body) {
    int slash = path.indexOf('/', 1);
    if (slash < 0 || slash + 1 == path.length()) {
      return Answer.failure(404, "no such path");
    }
    String key = URLDecoder.decode(path.substring(slash + 1).replace("+", "%2B"), UTF_8);
    return switch (method + " " + path.substring(0, slash)) {
      case "POST /set" -> set(key, body);
      case "GET /get" ->
          Optional.ofNullable(values.get(key))
              .map(value -> new Answer(200, Map.of("value", value)))
              .orElseGet(() -> Answer.failure(404, "no such key"));
      case "DELETE /delete" -> {
        values.remove(key);
        yield new Answer(200, Map.of("key", key));
      }
      default -> Answer.failure(405, "no such request");
    };
  }

  private Answer set(String key, byte[] body) {
    try {
      JsonNode value = JSON.readTree(body).get("value");
      if (value == null) {
        return Answer.failure(422, "value is missing");
      }
      values.put(key, value);
      return new Answer(200, Map.of("key", key));
    } catch (JacksonException e) {
      return Answer.failure(422, "the body is no JSON");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
