package io.streamflow.examples;

import io.streamflow.window.WindowResult;
import java.time.Instant;

/**
 * How often a page was viewed within a window of time: one line of the result.
 *
 * @param page the page, without its query string
 * @param windowStart the window's first moment
 * @param windowEnd the first moment after it
 * @param count how many views
 */
record PageCount(String page, Instant windowStart, Instant windowEnd, long count) {
  static PageCount of(WindowResult<String, Long> result) {
    return new PageCount(
        result.key(), result.window().start(), result.window().end(), result.value());
  }
}
