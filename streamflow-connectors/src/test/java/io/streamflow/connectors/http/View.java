package io.streamflow.connectors.http;

import java.time.Instant;

/**
 * What tests post.
 *
 * @param n a number of its own
 * @param client who
 * @param time when
 */
record View(long n, String client, Instant time) {
  static String json(long n) {
    return "{\"n\":%d,\"client\":\"c\",\"time\":\"2026-01-01T00:00:00Z\"}".formatted(n);
  }
}
