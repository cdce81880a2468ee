package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;

/**
 * The tasks of a job without threads: the caller says which one works next. Channels have no bound,
 * since nobody could wait for room.
 */
public final class SteppedJob {
  private final JobOptions options;
  private final JobCounters counters;
  private final List<Task> tasks;
  private final List<Task> live;
  private long waitedInARow;
  private boolean opened;

  private SteppedJob(JobOptions options, JobCounters counters, List<Task> tasks) {
    this.options = options;
    this.counters = counters;
    this.tasks = List.copyOf(tasks);
    this.live = new ArrayList<>(tasks);
  }

  /**
   * A job that stands before its first piece of work.
   *
   * @param passTime moves the clock on by so many nanoseconds, where a task would sleep
   */
  public static SteppedJob of(ExecutionPlan plan, JobOptions options, LongConsumer passTime) {
    JobCounters counters = new JobCounters();
    TaskContext.Pause pause =
        new TaskContext.Pause() {
          @Override
          public long nanoTime() {
            return TimeUnit.MILLISECONDS.toNanos(options.clock().millis());
          }

          @Override
          public void forNanos(long nanos) {
            passTime.accept(nanos);
          }

          @Override
          public void beforeRetry(long nanos) {
            passTime.accept(nanos);
          }
        };
    return new SteppedJob(
        options, counters, TaskGraph.build(plan, options, counters, Integer.MAX_VALUE, _ -> pause));
  }

  /**
   * Lets one task do one piece of work.
   *
   * @param choose picks a number below its argument
   * @return false when every task has ended
   */
  public boolean step(IntUnaryOperator choose) {
    try {
      if (!opened) {
        opened = true;
        for (Task task : tasks) {
          task.open();
        }
      }
      if (live.isEmpty()) {
        return false;
      }
      Task task = live.get(choose.applyAsInt(live.size()));
      switch (task.step(0)) {
        case WORKED -> waitedInARow = 0;
        case WAITED -> waitedInARow++;
        case DONE -> {
          waitedInARow = 0;
          live.remove(task);
        }
      }
      return true;
    } catch (StepFailure thrown) {
      throw failed(thrown);
    } catch (Throwable thrown) {
      throw failed(new StepFailure("?", thrown.toString(), thrown));
    }
  }

  private RuntimeException failed(StepFailure thrown) {
    live.clear();
    RuntimeException failure = JobFailures.jobFailed(options.name(), thrown);
    tasks.forEach(task -> task.close().forEach(failure::addSuppressed));
    return failure;
  }

  /** How many pieces of work in a row found nothing to do. */
  public long waitedInARow() {
    return waitedInARow;
  }

  /** How many tasks have not ended. */
  public int liveTasks() {
    return live.size();
  }

  /** Commits the sinks and closes everything; once every task has ended. */
  public void finish() {
    try {
      tasks.forEach(Task::commit);
    } catch (StepFailure thrown) {
      throw failed(thrown);
    }
    for (Task task : tasks) {
      for (StepFailure thrown : task.close()) {
        throw failed(thrown);
      }
    }
  }

  /** Closes everything where the job stands; nothing is committed. */
  public void abandon() {
    live.clear();
    tasks.forEach(Task::close);
  }

  /** Asks the sources to end. */
  public void stop() {
    SourceTasks.requestStop(tasks);
  }

  /** How far the job has come. */
  public JobProgress progress() {
    return SourceTasks.progress(tasks, counters);
  }
}
