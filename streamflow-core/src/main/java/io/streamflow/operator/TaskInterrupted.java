package io.streamflow.operator;

/** Ends a task whose thread was interrupted: the job is being cancelled. */
public final class TaskInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Carries no trace: it is no failure. */
  public TaskInterrupted() {
    super("interrupted", null, false, false);
  }
}
