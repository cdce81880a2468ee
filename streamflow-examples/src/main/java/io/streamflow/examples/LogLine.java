package io.streamflow.examples;

import java.time.Instant;

/**
 * One line of a web server's log in combined format. A request that is not one, such as the {@code
 * "-"} of a connection that was closed without a word, makes a line like any other: its method is
 * that text.
 *
 * @param client the address of the client
 * @param time when the request came
 * @param method the method, such as GET
 * @param page what was asked for, without its query string, as the log writes it
 * @param status the status of the response
 * @param text the line as it was read
 */
record LogLine(String client, Instant time, String method, String page, int status, String text) {

  /**
   * Reads a line.
   *
   * @throws NotALogLineException when it is not in combined format; says where
   */
  static LogLine parse(String text) {
    return new LogLineParser(text).parse();
  }

  /** Whether somebody asked for a page and got it. */
  boolean isPageView() {
    return status == 200 && method.equals("GET");
  }
}
