package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskContext;
import io.streamflow.outbox.Outboxes;
import io.streamflow.state.StateFailure;
import io.streamflow.store.StoreOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a job without threads: the caller says which one works next. Channels have no bound,
 * since nobody could wait for room.
 */
public final class SteppedJob {
  /**
   * What is tested is a process that dies, not a machine that loses power. The log is kept so short
   * that small states are moved into the tree, too.
   */
  private static final StoreOptions STORE =
      StoreOptions.defaults().durable(false).minLogBytes(4096).foldPairs(16);

  private final JobOptions options;
  private final JobCounters counters;
  private final List<Task> tasks;
  private final List<Task> live;
  private final Outboxes outboxes;
  private final @Nullable SteppedCheckpoints checkpoints;
  private long waitedInARow;
  private boolean opened;

  private SteppedJob(
      JobOptions options,
      JobCounters counters,
      List<Task> tasks,
      Outboxes outboxes,
      @Nullable SteppedCheckpoints checkpoints) {
    this.outboxes = outboxes;
    this.options = options;
    this.counters = counters;
    this.checkpoints = checkpoints;
    this.tasks = List.copyOf(tasks);
    this.live = new ArrayList<>(tasks);
  }

  /**
   * A job that stands before its first piece of work.
   *
   * @param passTime moves the clock on by so many nanoseconds, where a task would sleep
   * @param crash asked at each point where a durable job may crash; throws to let it
   */
  public static SteppedJob of(
      ExecutionPlan plan, JobOptions options, LongConsumer passTime, CrashPoint.Chance crash) {
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
    if (options.stateDirectory().isEmpty()) {
      Outboxes outboxes = JobOutboxes.of(plan, options, null, false, passTime::accept, crash);
      return new SteppedJob(
          options,
          counters,
          TaskGraph.build(plan, options, counters, Integer.MAX_VALUE, _ -> pause, outboxes, null),
          outboxes,
          null);
    }
    StateDirectory directory = StateDirectory.open(KeptSteps.of(plan, options), options, STORE);
    try {
      directory.awaitStore();
      Outboxes outboxes = JobOutboxes.of(plan, options, directory, false, passTime::accept, crash);
      Checkpoints checkpoints = new Checkpoints(directory, outboxes, crash);
      return new SteppedJob(
          options,
          counters,
          TaskGraph.build(
              plan,
              options,
              counters,
              Integer.MAX_VALUE,
              _ -> pause,
              outboxes,
              new TaskGraph.Durable(directory, checkpoints, crash, 1, () -> 0)),
          outboxes,
          new SteppedCheckpoints(directory, checkpoints, outboxes, crash));
    } catch (Throwable e) {
      directory.close();
      throw e;
    }
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
        if (checkpoints != null) {
          checkpoints.open(choose);
        }
        for (Task task : tasks) {
          task.open();
        }
      }
      if (live.isEmpty()) {
        return checkpoints != null && checkpoints.deliver(choose);
      }
      if (checkpoints != null) {
        checkpoints.step(choose);
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
    } catch (SimulatedCrash crash) {
      abandon();
      throw crash;
    } catch (StepFailure thrown) {
      throw failed(thrown);
    } catch (StateFailure lost) {
      throw failed(StepFailure.of(lost));
    } catch (Throwable thrown) {
      throw failed(new StepFailure("?", thrown.toString(), thrown));
    }
  }

  private RuntimeException failed(StepFailure thrown) {
    live.clear();
    RuntimeException failure = JobFailures.jobFailed(options.name(), thrown);
    tasks.forEach(task -> task.close().forEach(failure::addSuppressed));
    closeDirectory();
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
      if (checkpoints == null) {
        tasks.forEach(Task::commit);
      } else {
        checkpoints.finish();
      }
    } catch (StepFailure thrown) {
      throw failed(thrown);
    }
    for (Task task : tasks) {
      for (StepFailure thrown : task.close()) {
        throw failed(thrown);
      }
    }
    closeDirectory();
  }

  private void closeDirectory() {
    outboxes.close();
    if (checkpoints != null) {
      checkpoints.close();
    }
  }

  /** Closes everything where the job stands; nothing is committed. */
  public void abandon() {
    live.clear();
    tasks.forEach(Task::close);
    closeDirectory();
  }

  /** Asks the sources to end. */
  public void stop() {
    SourceTasks.requestStop(tasks);
    if (checkpoints != null) {
      checkpoints.endSoon();
    }
  }

  /** How far the job has come. */
  public JobProgress progress() {
    return SourceTasks.progress(tasks, counters);
  }
}
