package io.streamflow.monitor;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: from a request to its answer. */
final class Exchanges implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);

  /** The page loads what is beside it and nothing else, and runs nothing that is written in it. */
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Routes routes;
  private final boolean loopback;

  /** For a server that listens on the loopback address, or on another. */
  Exchanges(Routes routes, boolean loopback) {
    this.routes = routes;
    this.loopback = loopback;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", answer.contentType());
      headers.set("Content-Security-Policy", PAGE_POLICY);
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cache-Control", "no-store");
      if (answer.status() == 405) {
        headers.set("Allow", "GET, HEAD");
      }
      exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
      if (!head) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (loopback && !LoopbackHost.isOne(host)) {
      return Answer.text(
          403,
          "this monitor listens on the loopback address and answers requests to localhost alone,"
              + " but this one is for '"
              + host
              + "'; Monitor.start(address) listens on another");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Answer.text(405, method + " is not allowed: a monitor only reads. " + Routes.THERE_IS);
    }
    try {
      return routes.answer(
          exchange.getRequestURI(), exchange.getRequestHeaders().getFirst("Accept"));
    } catch (RuntimeException e) {
      LOG.warn("the monitor could not answer {}", exchange.getRequestURI(), e);
      return Answer.text(500, exchange.getRequestURI() + " could not be answered: " + e);
    }
  }
}
