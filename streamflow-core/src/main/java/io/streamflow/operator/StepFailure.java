package io.streamflow.operator;

import io.streamflow.state.StateFailure;

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

  /** For state that cannot be written or read; it names the state and the key itself. */
  public static StepFailure of(StateFailure failed) {
    return new StepFailure(failed.step(), String.valueOf(failed.getMessage()), failed);
  }

  /** The step's name. */
  public String step() {
    return step;
  }
}
