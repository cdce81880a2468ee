package io.streamflow.runtime;

import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.JobStatus;
import io.streamflow.job.StreamFlowException;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.StepFailure;
import io.streamflow.operator.TaskInterrupted;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job at work: one thread per task, and a coordinator thread, always a platform thread, that
 * waits for them, then commits the sinks or reports the failure, and closes everything. The first
 * failure counts; it cancels the other tasks. Who may end the job, and when, is settled in {@link
 * JobEnding}.
 */
final class RunningJob implements Job {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.job");

  private final JobOptions options;
  private final JobCounters counters;
  private final TaskThreads kind;
  private final Thread coordinator;
  private final JobEnding ending;
  private final @Nullable ShutdownHook shutdownHook;
  private final CountDownLatch over = new CountDownLatch(1);

  /** How the job ended, when it has. */
  private volatile @Nullable JobStatus outcome;

  private volatile @Nullable JobProgress lastProgress;

  /** Forgotten when the job is over: a handle that is kept must not keep the job's state. */
  private volatile List<Task> tasks;

  private volatile List<Thread> threads;

  RunningJob(JobOptions options, JobCounters counters, List<Task> tasks, TaskThreads kind) {
    this.options = options;
    this.counters = counters;
    this.kind = kind;
    this.tasks = List.copyOf(tasks);
    this.ending = new JobEnding(options.name(), tasks.size(), this::interruptTasks);
    this.threads =
        tasks.stream().map(task -> kind.named(task.name()).newThread(() -> run(task))).toList();
    // Not a daemon: a program that only starts a job must not end before it.
    this.coordinator =
        Thread.ofPlatform()
            .daemon(false)
            .name(options.name() + "/coordinator")
            .unstarted(this::coordinate);
    this.shutdownHook =
        options.stopOnShutdown()
            ? new ShutdownHook(this, options.name(), options.stopTimeout())
            : null;
  }

  void start() {
    List<Task> all = tasks;
    List<Thread> toStart = threads;
    if (shutdownHook != null) {
      shutdownHook.add();
    }
    coordinator.start();
    for (int i = 0; i < toStart.size(); i++) {
      try {
        toStart.get(i).start();
      } catch (Throwable noThread) {
        ending.fail(
            new StepFailure(all.get(i).name(), "starting its thread: " + noThread, noThread));
        ending.taskEnded();
      }
    }
  }

  /** Runs on the task's thread, from opening to the end of the input. */
  private void run(Task task) {
    boolean done = false;
    try {
      task.open();
      while (!done && !ending.hasBegun()) {
        done = task.step(Inputs.LONG_WAIT_NANOS) == Task.Outcome.DONE;
        if (!done && Thread.currentThread().isInterrupted()) {
          throw new TaskInterrupted();
        }
      }
    } catch (TaskInterrupted interrupted) {
      ending.fail(
          interrupted.failure().orElseGet(() -> interruptedBySomeoneElse(task, interrupted)));
    } catch (InterruptedException interrupted) {
      ending.fail(interruptedBySomeoneElse(task, interrupted));
    } catch (StepFailure thrown) {
      ending.fail(thrown);
    } catch (Throwable thrown) {
      ending.fail(new StepFailure(task.name(), thrown.toString(), thrown));
    } finally {
      ending.taskEnded();
    }
  }

  private static StepFailure interruptedBySomeoneElse(Task task, Exception interrupted) {
    return new StepFailure(task.name(), "its thread was interrupted by someone else", interrupted);
  }

  private void interruptTasks() {
    threads.forEach(Thread::interrupt);
  }

  /** Runs on the coordinator thread. */
  private void coordinate() {
    try {
      end();
    } finally {
      over.countDown(); // whatever else fails, nobody may wait for ever
    }
  }

  private void end() {
    ending.awaitTasks();
    if (ending.mayCommit()) {
      commit();
    }
    closeTasks();
    kind.release();
    lastProgress = SourceTasks.progress(tasks, counters);
    JobStatus last = ending.finalStatus();
    outcome = last;
    tasks = List.of();
    threads = List.of();
    LOG.info("job '{}' is over: {}", name(), last);
    if (shutdownHook != null) {
      shutdownHook.remove();
    }
  }

  private void commit() {
    try {
      tasks.forEach(Task::commit);
    } catch (StepFailure thrown) {
      ending.fail(thrown);
    }
  }

  private void closeTasks() {
    for (Task task : tasks) {
      for (StepFailure thrown : task.close()) {
        boolean first = !ending.hasBegun();
        ending.fail(thrown);
        if (!first) {
          LOG.warn("job '{}', step '{}': {}", name(), thrown.step(), thrown.getMessage());
        }
      }
    }
  }

  @Override
  public String name() {
    return options.name();
  }

  @Override
  public void await() throws InterruptedException {
    over.await();
    report();
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    if (!isOverWithin(timeout)) {
      return false;
    }
    report();
    return true;
  }

  /** Waits for the end of the job, and does not tell of its failure. */
  boolean isOverWithin(Duration timeout) throws InterruptedException {
    return over.await(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
  }

  private void report() {
    switch (status()) {
      case JobStatus.Failed(var cause) -> throw cause;
      case JobStatus.Cancelled _ -> throw new StreamFlowException.JobCancelled(name());
      default -> {}
    }
  }

  @Override
  public void stop() {
    ending.requestStop(() -> SourceTasks.requestStop(tasks));
  }

  @Override
  public void cancel() throws InterruptedException {
    ending.requestCancel();
    List<Thread> cancelled = threads;
    if (!isOverWithin(options.stopTimeout())) {
      StuckThreads.log(cancelled, coordinator, options.stopTimeout());
    }
  }

  @Override
  public void close() {
    if (over.getCount() == 0) {
      return;
    }
    try {
      cancel();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public JobStatus status() {
    JobStatus last = outcome;
    if (last != null) {
      return last;
    }
    return ending.isComing() ? new JobStatus.Stopping() : new JobStatus.Running();
  }

  @Override
  public JobProgress progress() {
    List<Task> live = tasks;
    JobProgress last = lastProgress;
    return last == null ? SourceTasks.progress(live, counters) : last;
  }
}
