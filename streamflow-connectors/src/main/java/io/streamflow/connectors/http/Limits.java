package io.streamflow.connectors.http;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a source lets its clients use.
 *
 * @param bodyBytes the largest body
 * @param requests how many requests at once
 * @param requestTime how long a client may take to send a request
 * @param patience how long a request waits for room
 * @param pendingBytes how much may wait; 0 for the default of the log
 * @param ids how many ids are remembered
 * @param idTime for how long they are
 */
record Limits(
    int bodyBytes,
    int requests,
    Duration requestTime,
    Duration patience,
    long pendingBytes,
    int ids,
    Duration idTime)
    implements Serializable {

  static final Limits DEFAULT =
      new Limits(
          1 << 20,
          256,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          0,
          200_000,
          Duration.ofHours(24));

  Limits {
    atLeast("maxBodyBytes", bodyBytes, 1);
    atLeast("maxRequests", requests, 1);
    positive("requestTimeout", requestTime);
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience must not be negative, but is " + patience);
    }
    atLeast("rememberIds", ids, 1);
    positive("rememberIds", idTime);
    if (pendingBytes != 0 && pendingBytes < 2L * bodyBytes) {
      throw new IllegalArgumentException(
          "maxPendingBytes must be at least twice maxBodyBytes, "
              + bodyBytes
              + ", but is "
              + pendingBytes);
    }
  }

  private static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          option + " must be at least " + least + ", but is " + value);
    }
  }

  private static void positive(String option, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(option + " must be longer than zero, but is " + value);
    }
  }

  Limits withBodyBytes(int bytes) {
    return new Limits(bytes, requests, requestTime, patience, pendingBytes, ids, idTime);
  }

  Limits withRequests(int count) {
    return new Limits(bodyBytes, count, requestTime, patience, pendingBytes, ids, idTime);
  }

  Limits withRequestTime(Duration time) {
    return new Limits(bodyBytes, requests, time, patience, pendingBytes, ids, idTime);
  }

  Limits withPatience(Duration time) {
    return new Limits(bodyBytes, requests, requestTime, time, pendingBytes, ids, idTime);
  }

  Limits withPendingBytes(long bytes) {
    return new Limits(bodyBytes, requests, requestTime, patience, bytes, ids, idTime);
  }

  Limits withIds(int count, Duration time) {
    return new Limits(bodyBytes, requests, requestTime, patience, pendingBytes, count, time);
  }
}
