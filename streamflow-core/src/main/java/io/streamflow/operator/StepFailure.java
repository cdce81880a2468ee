package io.streamflow.operator;

/**
 * What a step's own code threw, on its way out of the task, with the step's name. It carries no
 * stack trace of its own: the cause has the user's.
 */
public final class StepFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String step;

  /** For what {@code cause} tells of {@code step}. */
  public StepFailure(String step, String detail, Throwable cause) {
    super(detail, cause, false, false);
    this.step = step;
  }

  /** The step's name. */
  public String step() {
    return step;
  }
}
