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
 * failure counts; it cancels the other tasks.
 *
 * <p>Those who end the job early and the coordinator meet under this object's monitor: once the
 * coordinator has begun to commit, nobody can cancel.
 */
final class RunningJob implements Job {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.job");

  /**
   * User code may swallow an interrupt, so a task that is to end is interrupted again and again.
   */
  private static final long INTERRUPT_AGAIN_MILLIS = 50;

  /** How the job was asked to end before its input did. */
  private enum Request {
    NONE,
    STOP,
    CANCEL
  }

  private final JobOptions options;
  private final JobCounters counters;
  private final TaskThreads kind;
  private final Thread coordinator;
  private final CountDownLatch over = new CountDownLatch(1);

  /** Tasks that have not ended, whether started or not. */
  private int unfinished;

  private boolean committing;
  private @Nullable StepFailure failure;
  private volatile Request request = Request.NONE;

  /** Whether tasks are to drop what they do: the job was cancelled, or has failed. */
  private volatile boolean ending;

  /** How the job ended, when it has. */
  private volatile @Nullable JobStatus outcome;

  private volatile @Nullable JobProgress lastProgress;

  /** Forgotten when the job is over: a handle that is kept must not keep the job's state. */
  private volatile List<Task> tasks;

  private volatile List<Thread> threads;
  private @Nullable Thread shutdownHook;

  RunningJob(JobOptions options, JobCounters counters, List<Task> tasks, TaskThreads kind) {
    this.options = options;
    this.counters = counters;
    this.kind = kind;
    this.tasks = List.copyOf(tasks);
    this.unfinished = tasks.size();
    this.threads =
        tasks.stream().map(task -> kind.named(task.name()).newThread(() -> run(task))).toList();
    // Not a daemon: a program that only starts a job must not end before it.
    this.coordinator =
        Thread.ofPlatform()
            .daemon(false)
            .name(options.name() + "/coordinator")
            .unstarted(this::coordinate);
  }

  void start() {
    List<Task> all = tasks;
    List<Thread> toStart = threads;
    addShutdownHook();
    coordinator.start();
    for (int i = 0; i < toStart.size(); i++) {
      try {
        toStart.get(i).start();
      } catch (Throwable noThread) {
        fail(new StepFailure(all.get(i).name(), "starting its thread: " + noThread, noThread));
        taskEnded();
      }
    }
  }

  /** Runs on the task's thread, from opening to the end of the input. */
  private void run(Task task) {
    boolean done = false;
    try {
      task.open();
      while (!done && !ending) {
        done = task.step(Inputs.LONG_WAIT_NANOS) == Task.Outcome.DONE;
        if (!done && Thread.currentThread().isInterrupted()) {
          throw new TaskInterrupted();
        }
      }
    } catch (InterruptedException | TaskInterrupted interrupted) {
      fail(new StepFailure(task.name(), "its thread was interrupted by someone else", interrupted));
    } catch (StepFailure thrown) {
      fail(thrown);
    } catch (Throwable thrown) {
      fail(new StepFailure(task.name(), thrown.toString(), thrown));
    } finally {
      taskEnded();
    }
  }

  private synchronized void taskEnded() {
    unfinished--;
    notifyAll();
  }

  /** Takes note of the first failure; what tasks throw while they are made to end is none. */
  private synchronized void fail(StepFailure thrown) {
    if (ending) {
      LOG.debug("job '{}', step '{}', while ending: {}", name(), thrown.step(), thrown.toString());
    } else {
      failure = thrown;
      end();
    }
  }

  private synchronized void end() {
    ending = true;
    threads.forEach(Thread::interrupt);
    notifyAll();
  }

  /** Runs on the coordinator thread. */
  private void coordinate() {
    awaitTasks();
    if (mayCommit()) {
      commit();
    }
    closeTasks();
    kind.release();
    lastProgress = SourceTasks.progress(tasks, counters);
    JobStatus last = finalStatus();
    outcome = last;
    tasks = List.of();
    threads = List.of();
    LOG.info("job '{}' is over: {}", name(), last);
    removeShutdownHook();
    over.countDown();
  }

  private synchronized void awaitTasks() {
    while (unfinished > 0) {
      try {
        if (ending) {
          wait(INTERRUPT_AGAIN_MILLIS);
          threads.forEach(Thread::interrupt);
        } else {
          wait();
        }
      } catch (InterruptedException e) {
        LOG.debug("the coordinator of job '{}' was interrupted; it goes on", name());
      }
    }
  }

  private synchronized boolean mayCommit() {
    committing = !ending;
    return committing;
  }

  private void commit() {
    try {
      tasks.forEach(Task::commit);
    } catch (StepFailure thrown) {
      fail(thrown);
    }
  }

  private void closeTasks() {
    for (Task task : tasks) {
      for (StepFailure thrown : task.close()) {
        boolean first = !ending;
        fail(thrown);
        if (!first) {
          LOG.warn("job '{}', step '{}': {}", name(), thrown.step(), thrown.getMessage());
        }
      }
    }
  }

  private synchronized JobStatus finalStatus() {
    if (failure != null) {
      return new JobStatus.Failed(JobFailures.jobFailed(name(), failure));
    }
    return switch (request) {
      case NONE -> new JobStatus.Completed();
      case STOP -> new JobStatus.Stopped();
      case CANCEL -> new JobStatus.Cancelled();
    };
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

  private boolean isOverWithin(Duration timeout) throws InterruptedException {
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
  public synchronized void stop() {
    if (request == Request.NONE && !committing) {
      request = Request.STOP;
      SourceTasks.requestStop(tasks);
    }
  }

  @Override
  public void cancel() throws InterruptedException {
    requestCancel();
    List<Thread> cancelled = threads;
    if (!isOverWithin(options.stopTimeout())) {
      List<Thread> alive = cancelled.stream().filter(Thread::isAlive).toList();
      for (Thread thread : alive.isEmpty() ? List.of(coordinator) : alive) {
        Throwable where = new IllegalStateException("still here");
        where.setStackTrace(thread.getStackTrace());
        LOG.error(
            "thread {} does not end within {} of being cancelled",
            thread.getName(),
            options.stopTimeout(),
            where);
      }
    }
  }

  private synchronized void requestCancel() {
    if (!committing && !ending) {
      request = Request.CANCEL;
      end();
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
    return request == Request.NONE ? new JobStatus.Running() : new JobStatus.Stopping();
  }

  @Override
  public JobProgress progress() {
    List<Task> live = tasks;
    JobProgress last = lastProgress;
    return last == null ? SourceTasks.progress(live, counters) : last;
  }

  private void addShutdownHook() {
    if (!options.stopOnShutdown()) {
      return;
    }
    Thread hook = new Thread(this::stopForShutdown, name() + "/shutdown");
    synchronized (this) {
      shutdownHook = hook;
    }
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      LOG.warn("job '{}' starts while the JVM is ending", name());
    }
  }

  private void stopForShutdown() {
    LOG.info("the JVM is ending: job '{}' stops", name());
    stop();
    try {
      if (!isOverWithin(options.stopTimeout())) {
        LOG.error("job '{}' did not stop within {}", name(), options.stopTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void removeShutdownHook() {
    if (shutdownHook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      } catch (IllegalStateException ending) {
        LOG.debug("the JVM is ending already");
      }
    }
  }
}
