package io.streamflow.runtime;

/** The process has died, or so the test driver says. */
public final class SimulatedCrash extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** At this point. */
  public SimulatedCrash(CrashPoint at) {
    super("crashed at " + at);
  }
}
