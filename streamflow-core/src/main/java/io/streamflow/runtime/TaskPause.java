package io.streamflow.runtime;

import io.streamflow.operator.TaskContext;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pause of a task, which is made after the context that holds it. Used by the task's thread.
 */
final class TaskPause implements TaskContext.Pause {
  private final Function<Task, TaskContext.Pause> pauses;
  private TaskContext.@Nullable Pause pause;

  TaskPause(Function<Task, TaskContext.Pause> pauses) {
    this.pauses = pauses;
  }

  void of(Task task) {
    pause = pauses.apply(task);
  }

  @Override
  public long nanoTime() {
    return Objects.requireNonNull(pause).nanoTime();
  }

  @Override
  public void forNanos(long nanos) throws InterruptedException {
    Objects.requireNonNull(pause).forNanos(nanos);
  }

  @Override
  public void beforeRetry(long nanos) throws InterruptedException {
    Objects.requireNonNull(pause).beforeRetry(nanos);
  }
}
