package io.streamflow.connectors.http;

import io.streamflow.connectors.client.Calls;
import java.io.Serializable;

/**
 * What an HTTP sink sends, and how.
 *
 * @param method such as POST
 * @param contentType of the body
 * @param framing how items share a request
 * @param items how many do at most
 * @param bodyBytes how large a request of several items may be
 * @param refused the file for refused items; empty for none
 * @param refusedBytes how large that may be
 */
record Outgoing(
    String method,
    String contentType,
    Framing framing,
    int items,
    int bodyBytes,
    String refused,
    long refusedBytes,
    Calls calls)
    implements Serializable {
  private static final int MOST_ITEMS = 100_000;

  Outgoing {
    if (items < 1 || items > MOST_ITEMS) {
      throw new IllegalArgumentException(
          "a batch must be of 1 to " + MOST_ITEMS + " items, but is of " + items);
    }
    if (bodyBytes < 1) {
      throw new IllegalArgumentException("maxBodyBytes must be at least 1, but is " + bodyBytes);
    }
    if (refusedBytes < 1) {
      throw new IllegalArgumentException(
          "the file for refused items must be at least 1 byte, but is " + refusedBytes);
    }
  }

  static Outgoing of(String contentType) {
    return new Outgoing("POST", contentType, Framing.ONE, 1, 1 << 20, "", 64L << 20, Calls.DEFAULT);
  }

  Outgoing method(String other) {
    return new Outgoing(
        other, contentType, framing, items, bodyBytes, refused, refusedBytes, calls);
  }

  Outgoing batches(Framing other, String type, int most) {
    return new Outgoing(method, type, other, most, bodyBytes, refused, refusedBytes, calls);
  }

  Outgoing bodyBytes(int most) {
    return new Outgoing(method, contentType, framing, items, most, refused, refusedBytes, calls);
  }

  Outgoing refusedTo(String file, long most) {
    return new Outgoing(method, contentType, framing, items, bodyBytes, file, most, calls);
  }

  Outgoing calls(Calls other) {
    return new Outgoing(
        method, contentType, framing, items, bodyBytes, refused, refusedBytes, other);
  }
}
