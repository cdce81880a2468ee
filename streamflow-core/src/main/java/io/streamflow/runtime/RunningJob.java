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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job at work: one thread per task, and a coordinator thread, always a platform thread, that
 * waits for them, then commits the sinks or reports the failure, and closes everything. The first
 * failure counts; it cancels the other tasks.
 */
final class RunningJob implements Job {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.job");

  /** How the job was asked to end before its input did. */
  private enum Request {
    NONE,
    STOP,
    CANCEL
  }

  private final JobOptions options;
  private final JobCounters counters;
  private final List<Task> tasks;
  private final TaskThreads kind;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable StepFailure> failure = new AtomicReference<>();
  private final AtomicReference<Request> request = new AtomicReference<>(Request.NONE);
  private volatile JobStatus status = new JobStatus.Running();
  private @Nullable Thread shutdownHook;

  RunningJob(JobOptions options, JobCounters counters, List<Task> tasks, TaskThreads kind) {
    this.options = options;
    this.counters = counters;
    this.tasks = List.copyOf(tasks);
    this.kind = kind;
    for (Task task : tasks) {
      threads.add(kind.named(task.name()).newThread(() -> run(task)));
    }
  }

  void start() {
    if (options.stopOnShutdown()) {
      Thread hook = new Thread(this::stopForShutdown, name() + "/shutdown");
      try {
        Runtime.getRuntime().addShutdownHook(hook);
        shutdownHook = hook;
      } catch (IllegalStateException ending) {
        LOG.warn("job '{}' starts while the JVM is ending", name());
      }
    }
    threads.forEach(Thread::start);
    // Not a daemon: a program that only starts a job must not end before it.
    Thread.ofPlatform().name(name() + "/coordinator").start(this::coordinate);
  }

  /** Runs on the task's thread, from opening to the end of the input. */
  private void run(Task task) {
    try {
      task.open();
      while (task.step(Inputs.LONG_WAIT_NANOS) != Task.Outcome.DONE) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    } catch (InterruptedException | TaskInterrupted cancelled) {
      if (request.get() != Request.CANCEL && failure.get() == null) {
        fail(new StepFailure(task.name(), "its thread was interrupted by someone else", cancelled));
      }
    } catch (StepFailure thrown) {
      fail(thrown);
    } catch (Throwable thrown) {
      fail(new StepFailure(task.name(), thrown.toString(), thrown));
    }
  }

  private void fail(StepFailure thrown) {
    if (failure.compareAndSet(null, thrown)) {
      threads.forEach(Thread::interrupt);
    }
  }

  /** Runs on the coordinator thread. */
  private void coordinate() {
    for (Thread thread : threads) {
      joinUninterruptibly(thread);
    }
    boolean complete = failure.get() == null && request.get() != Request.CANCEL;
    if (complete) {
      try {
        tasks.forEach(Task::commit);
      } catch (StepFailure thrown) {
        failure.compareAndSet(null, thrown);
      }
    }
    List<StepFailure> whileClosing = new ArrayList<>();
    tasks.forEach(task -> whileClosing.addAll(task.close()));
    for (StepFailure thrown : whileClosing) {
      if (!failure.compareAndSet(null, thrown)) {
        LOG.warn("job '{}', step '{}': {}", name(), thrown.step(), thrown.getMessage());
      }
    }
    kind.release();
    status = finalStatus();
    LOG.info("job '{}' is over: {}", name(), status);
    removeShutdownHook();
    over.countDown();
  }

  private JobStatus finalStatus() {
    StepFailure thrown = failure.get();
    if (thrown != null) {
      return new JobStatus.Failed(JobFailures.jobFailed(name(), thrown));
    }
    return switch (request.get()) {
      case NONE -> new JobStatus.Completed();
      case STOP -> new JobStatus.Stopped();
      case CANCEL -> new JobStatus.Cancelled();
    };
  }

  private void joinUninterruptibly(Thread thread) {
    boolean joined = false;
    while (!joined) {
      try {
        thread.join();
        joined = true;
      } catch (InterruptedException e) {
        LOG.debug("the coordinator of job '{}' was interrupted; it goes on", name());
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
    if (!over.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    report();
    return true;
  }

  private void report() {
    switch (status) {
      case JobStatus.Failed(var cause) -> throw cause;
      case JobStatus.Cancelled _ -> throw new StreamFlowException.JobCancelled(name());
      default -> {}
    }
  }

  @Override
  public void stop() {
    if (request.compareAndSet(Request.NONE, Request.STOP)) {
      if (!status.isFinal()) {
        status = new JobStatus.Stopping();
      }
      SourceTasks.requestStop(tasks);
    }
  }

  @Override
  public void cancel() throws InterruptedException {
    request.set(Request.CANCEL);
    threads.forEach(Thread::interrupt);
    if (!over.await(options.stopTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
      for (Thread thread : threads) {
        if (thread.isAlive()) {
          Throwable where = new IllegalStateException("still here");
          where.setStackTrace(thread.getStackTrace());
          LOG.error("task {} does not react to being cancelled", thread.getName(), where);
        }
      }
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
    return status;
  }

  @Override
  public JobProgress progress() {
    return SourceTasks.progress(tasks, counters);
  }

  private void stopForShutdown() {
    LOG.info("the JVM is ending: job '{}' stops", name());
    stop();
    try {
      if (!over.await(options.stopTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.error("job '{}' did not stop within {}", name(), options.stopTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeShutdownHook() {
    if (shutdownHook != null && Thread.currentThread() != shutdownHook) {
      try {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
      } catch (IllegalStateException ending) {
        LOG.debug("the JVM is ending already");
      }
    }
  }
}
