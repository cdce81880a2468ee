package io.streamflow.connectors.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.streamflow.spi.SourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: from a request to its answer. Each on a virtual thread of its own. */
final class IngestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(IngestHandler.class);
  static final String HEALTH = "/health";

  /** What is read of a body that is not wanted, so that the client gets to read the answer. */
  private static final long MAX_DISCARDED_BYTES = 16L << 20;

  private final SourceContext context;
  private final String path;
  private final Optional<byte[]> token;
  private final Limits limits;
  private final Intake intake;
  private final Semaphore requests;
  private final BooleanSupplier stopping;

  IngestHandler(
      SourceContext context,
      String path,
      Optional<String> token,
      Limits limits,
      Intake intake,
      BooleanSupplier stopping) {
    this.context = context;
    this.path = path;
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    this.limits = limits;
    this.intake = intake;
    this.requests = new Semaphore(limits.requests());
    this.stopping = stopping;
  }

  /** Answers a request. */
  void handle(HttpExchange exchange, Watch watch) throws IOException {
    if (!watch.leave()) {
      throw new IOException("the client took too long to send the head of its request");
    }
    Answer answer;
    try {
      answer = answer(exchange, watch);
    } catch (RefusedException e) {
      answer = e.answer();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a request could not be answered", context, e);
      answer = Answer.refused(500, "the request could not be answered: " + e).closing();
    }
    watch.allow(Watch.Phase.ANSWER, limits.requestTime());
    send(exchange, answer);
    watch.leave();
  }

  private Answer answer(HttpExchange exchange, Watch watch)
      throws RefusedException, IOException, InterruptedException {
    RequestHead head = new RequestHead(exchange.getRequestHeaders());
    String asked = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (HEALTH.equals(asked)) {
      return method.equals("GET") || method.equals("HEAD") ? health() : notAllowed("GET, HEAD");
    }
    if (!path.equals(asked)) {
      return Answer.refused(404, "there is nothing here; events are posted to " + path);
    }
    if (!head.isAuthorized(token)) {
      return Answer.refused(401, "the bearer token is missing or wrong")
          .with("WWW-Authenticate", "Bearer");
    }
    if (!method.equals("POST")) {
      return notAllowed("POST");
    }
    if (stopping.getAsBoolean()) {
      return Answer.stopping();
    }
    boolean lines = head.isLines();
    String id = head.id();
    if (!requests.tryAcquire()) {
      return Answer.unavailable("too many requests at once: " + limits.requests() + " are allowed");
    }
    try {
      return intake.take(id, body(exchange, watch), lines);
    } finally {
      requests.release();
    }
  }

  private Answer health() {
    return stopping.getAsBoolean()
        ? Answer.stopping()
        : new Answer(200, Map.of(), Map.of("status", "up"));
  }

  private static Answer notAllowed(String allowed) {
    return Answer.refused(405, "only " + allowed + " is allowed here").with("Allow", allowed);
  }

  private byte[] body(HttpExchange exchange, Watch watch) throws RefusedException, IOException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && Long.parseLong(length) > limits.bodyBytes()) {
      throw tooLarge();
    }
    watch.allow(Watch.Phase.BODY, limits.requestTime(), answer -> write(exchange, answer));
    byte[] body = exchange.getRequestBody().readNBytes(limits.bodyBytes());
    boolean more = body.length == limits.bodyBytes() && exchange.getRequestBody().read() >= 0;
    if (!watch.leave()) {
      throw new IOException("the client took too long to send its request");
    }
    if (more) {
      throw tooLarge();
    }
    return body;
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        Answer.refused(413, "the body is larger than " + limits.bodyBytes() + " bytes").closing());
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    try {
      begin(exchange, answer);
      discardRest(exchange.getRequestBody());
      exchange.getResponseBody().close();
    } finally {
      exchange.close();
    }
  }

  /** Answers while the exchange's own thread still reads. */
  private void write(HttpExchange exchange, Answer answer) {
    try {
      begin(exchange, answer);
    } catch (IOException e) {
      LOG.debug("{}: a slow client could not be answered", context, e);
    }
  }

  private static void begin(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.json();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    answer.headers().forEach(headers::set);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
  }

  /** Closing a connection with unread data in it could take the answer from the client. */
  private static void discardRest(InputStream body) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long discarded = 0;
    for (int read = 0; read >= 0 && discarded < MAX_DISCARDED_BYTES; discarded += read) {
      read = body.read(buffer);
    }
  }
}
