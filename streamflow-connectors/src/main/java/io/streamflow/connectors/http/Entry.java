package io.streamflow.connectors.http;

import java.util.List;

/**
 * One accepted request. Its events are numbered in the order in which requests became safe.
 *
 * @param first the number of its first event
 * @param acceptedMillis when it was accepted, in milliseconds since the epoch
 * @param id the id that the client gave it; empty for none
 * @param digest of its body, to tell a retry from another request with the same id
 * @param events its events, each a JSON document
 */
record Entry(long first, long acceptedMillis, String id, Digest digest, List<byte[]> events) {
  /** The number that the event after it gets. */
  long next() {
    return first + events.size();
  }

  /** The same, with its events numbered from another number on. */
  Entry from(long number) {
    return new Entry(number, acceptedMillis, id, digest, events);
  }
}
