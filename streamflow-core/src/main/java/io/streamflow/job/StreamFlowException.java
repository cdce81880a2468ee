package io.streamflow.job;

import java.util.List;
import java.util.Objects;

/** The root of all exceptions that StreamFlow throws at its user. */
public abstract sealed class StreamFlowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private StreamFlowException(String message, Throwable cause) {
    super(message, cause);
  }

  private StreamFlowException(String message) {
    super(message);
  }

  /** A pipeline or its options cannot run; nothing was started. Lists every problem found. */
  public static final class InvalidPipeline extends StreamFlowException {
    private static final long serialVersionUID = 1L;
    private final String[] problems;

    /** For these problems, of which there is at least one. */
    public InvalidPipeline(List<String> problems) {
      super(
          "the pipeline cannot start ("
              + problems.size()
              + (problems.size() == 1 ? " problem" : " problems")
              + "):\n  - "
              + String.join("\n  - ", problems));
      this.problems = problems.toArray(String[]::new);
    }

    /** What is wrong, one sentence or more each. */
    public List<String> problems() {
      return List.of(problems);
    }
  }

  /** A running job came to an end because a step failed. */
  public static final class JobFailed extends StreamFlowException {
    private static final long serialVersionUID = 1L;
    private final String step;

    /**
     * For the failure of {@code step}; {@code cause} is what the user's code or the system threw.
     */
    public JobFailed(String job, String step, String detail, Throwable cause) {
      super("job '" + job + "' failed in step '" + step + "': " + detail, cause);
      this.step = Objects.requireNonNull(step, "step");
    }

    /** The name of the step that failed. */
    public String step() {
      return step;
    }
  }

  /** A state directory or a savepoint cannot be used; nothing in it was changed. */
  public static final class StateUnusable extends StreamFlowException {
    private static final long serialVersionUID = 1L;

    /** For what {@code message} says, with the way out. */
    public StateUnusable(String message) {
      super(message);
    }

    /** The same, because of {@code cause}. */
    public StateUnusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A checkpoint that was asked for could not be made. */
  public static final class CheckpointFailed extends StreamFlowException {
    private static final long serialVersionUID = 1L;

    /** For the job of this name, and the reason. */
    public CheckpointFailed(String job, String reason) {
      super("job '" + job + "' made no checkpoint: " + reason);
    }
  }

  /** A job was cancelled before its input had ended. */
  public static final class JobCancelled extends StreamFlowException {
    private static final long serialVersionUID = 1L;

    /** For the job of this name. */
    public JobCancelled(String job) {
      super("job '" + job + "' was cancelled");
    }
  }
}
