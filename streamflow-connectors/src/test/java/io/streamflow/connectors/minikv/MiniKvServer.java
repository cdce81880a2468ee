package io.streamflow.connectors.minikv;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key-value store with the HTTP interface of MiniKV, over a real socket, that fails, hangs and
 * restarts when told to. Its values outlive a restart. Any thread.
 *
 * <pre>
 * POST   /set/{key}     {"value": any JSON}
 * GET    /get/{key}     {"value": ...}, or 404
 * DELETE /delete/{key}
 * GET    /exists/{key}  {"exists": true or false}
 * </pre>
 *
 * What fails is answered with {@code {"detail": "..."}}.
 */
final class MiniKvServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ConcurrentMap<String, JsonNode> values = new ConcurrentSkipListMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int failureStatus;
  private volatile boolean failsAfterwards;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile HttpServer server;

  private MiniKvServer(HttpServer server) {
    this.server = server;
  }

  static MiniKvServer start() throws IOException {
    MiniKvServer started = new MiniKvServer(listen(0));
    started.serve();
    return started;
  }

  private static HttpServer listen(int port) throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
  }

  private void serve() {
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where it is; the same after a restart. */
  URI gateway() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  /** What it holds, as JSON text by key. */
  Map<String, String> values() {
    Map<String, String> texts = new TreeMap<>();
    values.forEach((key, value) -> texts.put(key, value.toString()));
    return texts;
  }

  /** The requests that came, such as {@code POST /set/k}, those that failed too. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** The next so many requests fail with a status and change nothing. */
  void fail(int count, int status) {
    failsAfterwards = false;
    failureStatus = status;
    failures.set(count);
  }

  /** The next so many requests do their work, but are answered as if they had failed. */
  void failAfterwards(int count, int status) {
    failsAfterwards = true;
    failureStatus = status;
    failures.set(count);
  }

  /** Requests are not answered, nor done, until {@link #goOn}. */
  void hang() {
    gate = new CountDownLatch(1);
  }

  /** Ends {@link #hang}. */
  void goOn() {
    gate.countDown();
  }

  /** Cuts all connections and gives up the port; clients are refused until {@link #up}. */
  void down() {
    server.stop(0);
  }

  /** Is there again after {@link #down}, at the same port. */
  void up() throws IOException {
    server = listen(server.getAddress().getPort());
    serve();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + path);
      gate.await();
      boolean fails = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      Reply reply =
          fails && !failsAfterwards
              ? Reply.detail(failureStatus, "told to fail")
              : reply(exchange.getRequestMethod(), path, body);
      send(exchange, fails ? Reply.detail(failureStatus, "told to fail") : reply);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] json = JSON.writeValueAsBytes(reply.body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status, json.length);
    exchange.getResponseBody().write(json);
  }

  private Reply reply(String method, String path, byte[] body) {
    int slash = path.indexOf('/', 1);
    if (slash < 0 || slash + 1 == path.length()) {
      return Reply.detail(404, "Not Found");
    }
    String key = URLDecoder.decode(path.substring(slash + 1), UTF_8);
    return switch (method + " " + path.substring(0, slash)) {
      case "POST /set" -> set(key, body);
      case "GET /get" ->
          Optional.ofNullable(values.get(key))
              .map(value -> new Reply(200, Map.of("value", value)))
              .orElseGet(() -> Reply.detail(404, "no such key"));
      case "GET /exists" -> new Reply(200, Map.of("exists", values.containsKey(key)));
      case "DELETE /delete" -> {
        values.remove(key);
        yield new Reply(200, Map.of("key", key));
      }
      default -> Reply.detail(405, "Method Not Allowed");
    };
  }

  private Reply set(String key, byte[] body) {
    try {
      JsonNode value = JSON.readTree(body).get("value");
      if (value == null) {
        return Reply.detail(422, "value is missing");
      }
      values.put(key, value);
      return new Reply(200, Map.of("key", key));
    } catch (JacksonException e) {
      return Reply.detail(422, "the body is not JSON");
    }
  }

  private record Reply(int status, Map<String, Object> body) {
    static Reply detail(int status, String detail) {
      return new Reply(status, Map.of("detail", detail));
    }
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
  }
}
