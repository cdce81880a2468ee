package io.streamflow.connectors.client;

import io.streamflow.spi.OutboxOptions;
import java.io.Serializable;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a sink calls its target. The attempts and waits of its outbox are those of each request: the
 * engine itself does not try a delivery again, see {@link #engine}.
 *
 * @param connectTime for a connection to be there
 * @param requestTime for a request to be answered to the last byte
 * @param concurrency how many requests at once
 * @param headers sent with each; may have secrets in them
 * @param outbox the bounds of its output that waits, and the attempts
 */
public record Calls(
    Duration connectTime,
    Duration requestTime,
    int concurrency,
    Map<String, String> headers,
    OutboxOptions outbox)
    implements Serializable {

  /** 5 s to connect, 30 s for an answer, 8 requests at once, 10 attempts. */
  public static final Calls DEFAULT =
      new Calls(
          Duration.ofSeconds(5), Duration.ofSeconds(30), 8, Map.of(), OutboxOptions.defaults());

  private static final int MOST_AT_ONCE = 1_000;

  /** Refuses numbers with which nothing could be sent. */
  public Calls {
    positive("connectTimeout", connectTime);
    positive("requestTimeout", requestTime);
    if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "concurrency must be from 1 to " + MOST_AT_ONCE + ", but is " + concurrency);
    }
    Objects.requireNonNull(outbox, "outbox");
  }

  private static void positive(String option, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(option + " must be at least 1 ms, but is " + value);
    }
  }

  /** With other time-outs. */
  public Calls times(Duration connect, Duration request) {
    return new Calls(connect, request, concurrency, headers, outbox);
  }

  /** With so many requests at once. */
  public Calls atOnce(int requests) {
    return new Calls(connectTime, requestTime, requests, headers, outbox);
  }

  /** With one more header, or another value of one. */
  public Calls header(String name, String value) {
    try {
      HttpRequest.newBuilder().header(name, value);
    } catch (IllegalArgumentException e) { // its message has the value in it
      throw new IllegalArgumentException(
          "header '" + name + "' cannot be sent: its name or its value is not allowed");
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put(name, value);
    return new Calls(connectTime, requestTime, concurrency, all, outbox);
  }

  /** With a bearer token. */
  public Calls bearer(String token) {
    if (token.isBlank() || !token.equals(token.strip())) {
      throw new IllegalArgumentException("the bearer token must not be blank or begin or end so");
    }
    return header("Authorization", "Bearer " + token);
  }

  /** With other bounds. */
  public Calls outbox(OutboxOptions options) {
    return new Calls(connectTime, requestTime, concurrency, headers, options);
  }

  /** The outbox as the engine should see it: when an attempt has failed, all of them have. */
  public OutboxOptions engine() {
    return outbox.attempts(0, outbox.backoff());
  }

  @Override
  public String toString() { // without what the headers say
    return "Calls["
        + concurrency
        + " at once, "
        + requestTime
        + " each, headers "
        + headers.keySet()
        + "]";
  }
}
