package io.streamflow.operator;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a task whose thread was interrupted: the job is being cancelled. */
public final class TaskInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable StepFailure failure;

  /** Carries no trace: it is no failure. */
  public TaskInterrupted() {
    super("interrupted", null, false, false);
    failure = null;
  }

  /** Thrown by a step's own code: a failure of the step, unless the job is ending. */
  TaskInterrupted(StepFailure failure) {
    super("interrupted", failure, false, false);
    this.failure = failure;
  }

  /** What it is when the job is not ending. */
  public Optional<StepFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
