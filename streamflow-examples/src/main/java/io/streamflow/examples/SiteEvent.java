package io.streamflow.examples;

import java.time.Instant;

/**
 * Something that a client did on a web site.
 *
 * @param id which
 * @param client who
 * @param time when
 * @param path where
 */
record SiteEvent(String id, String client, Instant time, String path) {
  /** Refuses what has something missing, so that who posts it is told. */
  SiteEvent {
    if (id == null || client == null || time == null || path == null) {
      throw new IllegalArgumentException("id, client, time and path are needed");
    }
  }
}
