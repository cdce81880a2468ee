package io.streamflow.runtime;

import io.streamflow.job.TaskView.Activity;
import io.streamflow.metrics.TaskMeter;
import io.streamflow.operator.TaskContext;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pause of a task, which is made after the context that holds it. Used by the task's thread.
 */
final class TaskPause implements TaskContext.Pause {
  private final Function<Task, TaskContext.Pause> pauses;
  private final TaskMeter meter;
  private TaskContext.@Nullable Pause pause;

  TaskPause(Function<Task, TaskContext.Pause> pauses, TaskMeter meter) {
    this.pauses = pauses;
    this.meter = meter;
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
    Activity before = meter.begin(Activity.LIMITED);
    Objects.requireNonNull(pause).forNanos(nanos);
    meter.begin(before);
  }

  @Override
  public void beforeRetry(long nanos) throws InterruptedException {
    Activity before = meter.begin(Activity.RETRYING);
    Objects.requireNonNull(pause).beforeRetry(nanos);
    meter.begin(before);
  }
}
