package io.streamflow.connectors.client;

/**
 * What a server said at last.
 *
 * @param status the HTTP status
 * @param body the beginning of the body, read as UTF-8
 */
public record Answer(int status, String body) {
  private static final int SHOWN = 300;

  /** Whether it did what it was asked to. */
  public boolean isDone() {
    return status >= 200 && status < 300;
  }

  /** Whether it is the request that the server does not take, and not who sends it or where to. */
  public boolean isOfTheRequest() {
    return status >= 400
        && status < 500
        && status != 401
        && status != 403
        && status != 405
        && status != 407;
  }

  /** Status and what the server says of it, on one line. */
  public String text() {
    return text(status, body);
  }

  static String text(int status, String body) {
    String line = body.strip().replaceAll("\\p{Cntrl}+", " ");
    String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    String redirected = status >= 300 && status < 400 ? " (redirects are not followed)" : "";
    return status + redirected + (shown.isEmpty() ? "" : " " + shown);
  }
}
