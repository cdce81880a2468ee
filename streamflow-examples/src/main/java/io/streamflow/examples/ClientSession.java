package io.streamflow.examples;

import io.streamflow.window.WindowResult;
import java.time.Instant;

/**
 * A visit of a client to a web site: one line of the result.
 *
 * @param client the client's address
 * @param start the time of the first request
 * @param end the time of the last request
 * @param requests how many requests
 * @param lastPage what was asked for last
 */
record ClientSession(String client, Instant start, Instant end, long requests, String lastPage) {

  /**
   * What is aggregated for each session.
   *
   * @param start the time of the first request
   * @param last the last request
   * @param requests how many requests
   */
  record Visit(Instant start, LogLine last, long requests) {}

  static ClientSession of(WindowResult<String, Visit> result) {
    Visit visit = result.value();
    return new ClientSession(
        result.key(), visit.start(), visit.last().time(), visit.requests(), visit.last().page());
  }
}
