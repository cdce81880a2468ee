package io.streamflow.connectors.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A service that counts each {@code Idempotency-Key} once, over a real socket. What it answers, and
 * whether it does its work before, is up to the test. Any thread.
 */
final class Service implements AutoCloseable {
  /**
   * A request.
   *
   * @param key its Idempotency-Key
   */
  record Request(String method, String path, String key, String type, String token, String body) {}

  /** Decides what becomes of a request. */
  interface Script {
    /**
     * The status; what is not one of success changes nothing, but for 500, which comes after the
     * work is done.
     */
    int status(Request request, HttpExchange exchange) throws Exception;
  }

  private final HttpServer server;
  private final List<Request> requests = new ArrayList<>();
  private final List<Request> done = new ArrayList<>();
  private final Map<String, Request> byKey = new HashMap<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private int most;
  private int underWay;
  volatile Script script = (_, _) -> 200;

  Service() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** All that came, in their order. */
  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** What was done, each key once, in the order in which it was. */
  synchronized List<Request> done() {
    return List.copyOf(done);
  }

  List<String> bodies() {
    return done().stream().map(Request::body).toList();
  }

  /** How many requests there were at once. */
  synchronized int most() {
    return most;
  }

  /** Waits until the test is over. */
  int hang() throws InterruptedException {
    gate.await();
    return 503;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers.getFirst("Idempotency-Key"),
              headers.getFirst("Content-Type"),
              String.valueOf(headers.getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      begin(request);
      int status = script.status(request, exchange);
      end(request, status);
      byte[] body = ("answer " + status).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private synchronized void begin(Request request) {
    requests.add(request);
    most = Math.max(most, ++underWay);
  }

  private synchronized void end(Request request, int status) {
    underWay--;
    if ((status >= 200 && status < 300) || status == 500) {
      Request before = byKey.putIfAbsent(request.key(), request);
      if (before == null) {
        done.add(request);
      } else if (!before.equals(request)) {
        throw new AssertionError(before + " came again as " + request);
      }
    }
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
  }
}
