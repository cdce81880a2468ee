package io.streamflow.connectors.http;

/** A request that is not taken. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Answer answer;

  RefusedException(Answer answer) {
    super(String.valueOf(answer.body().get("error")), null, false, false);
    this.answer = answer;
  }

  RefusedException(int status, String error) {
    this(Answer.refused(status, error));
  }

  Answer answer() {
    return answer;
  }
}
