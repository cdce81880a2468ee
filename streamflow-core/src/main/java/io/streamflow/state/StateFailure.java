package io.streamflow.state;

import org.jspecify.annotations.Nullable;

/** State could not be turned into bytes, or read again: no policy of a step can mend that. */
public final class StateFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 200;
  private final String step;

  StateFailure(String step, String state, @Nullable Object key, String what, Throwable cause) {
    super(
        "step '"
            + step
            + "', state '"
            + state
            + "', key "
            + shown(key)
            + ": "
            + what
            + (cause.getMessage() == null ? "" : ": " + cause.getMessage()),
        cause);
    this.step = step;
  }

  /** The name of the step whose state it is. */
  public String step() {
    return step;
  }

  @SuppressWarnings("CatchingUnchecked") // the user's toString may do anything
  private static String shown(@Nullable Object key) {
    try {
      String text = String.valueOf(key);
      return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    } catch (RuntimeException e) {
      return "(its toString fails)";
    }
  }
}
