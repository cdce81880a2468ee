package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.diagnosis.Diagnosis;
import io.streamflow.job.CheckpointInfo;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.job.JobStatus;
import io.streamflow.job.JobView;
import io.streamflow.job.Jobs;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.metrics.JobCounters;
import io.streamflow.metrics.JobMeters;
import io.streamflow.operator.StepFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a job. A coordinator thread, always a platform thread, sees one run after the other
 * to its end: {@link JobRuns} decides whether another follows.
 */
final class RunningJob implements Job {
  private final String name;
  private final Duration stopTimeout;
  private final Thread coordinator;
  private final JobRequests requests;
  private final JobRuns runs;
  private final JobCounters counters;
  private final JobOptions options;
  private final @Nullable ShutdownHook shutdownHook;
  private final CountDownLatch over = new CountDownLatch(1);

  /** How the job ended, when it has. */
  private volatile @Nullable JobStatus outcome;

  private volatile @Nullable JobProgress lastProgress;
  private volatile @Nullable RunView lastView;
  private volatile @Nullable JobMeters meters;
  private final Instant started = Instant.now();

  RunningJob(JobOptions options, JobRequests requests, JobRuns runs, JobCounters counters) {
    this.name = options.name();
    this.stopTimeout = options.stopTimeout();
    this.requests = requests;
    this.runs = runs;
    this.counters = counters;
    this.options = options;
    // Not a daemon: a program that only starts a job must not end before it.
    this.coordinator =
        Thread.ofPlatform().daemon(false).name(name + "/coordinator").unstarted(this::coordinate);
    this.shutdownHook = options.stopOnShutdown() ? new ShutdownHook(this, name, stopTimeout) : null;
  }

  void start() {
    if (shutdownHook != null) {
      shutdownHook.add();
    }
    coordinator.start();
  }

  /**
   * Registers the meters of a job that has been started, and lists it. Not before its start: while
   * its tasks open and take their first items, meters have all their classes loaded. Where that
   * fails, the job is cancelled.
   */
  void show(ExecutionPlan plan) {
    try {
      registerMeters(plan);
      Jobs.add(this);
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /** A job that is over and was never closed leaves the place of its meters to the next one. */
  private void registerMeters(ExecutionPlan plan) {
    for (Job other : Jobs.inThisProcess()) {
      if (other instanceof RunningJob known && known.name.equals(name)) {
        if (known.status().isFinal()) {
          known.removeMeters();
        } else {
          Logs.JOB.warn(
              "another job named '{}' runs in this process: only its meters are shown, not those of"
                  + " the one that starts now; give them different names by JobOptions.name",
              name);
          return;
        }
      }
    }
    meters = JobMeters.register(options.metrics(), this::view, counters, MeteredSteps.of(plan));
  }

  /** Takes it from where it is shown. */
  void forget() {
    removeMeters();
    Jobs.remove(this);
  }

  private void removeMeters() {
    JobMeters registered = meters;
    if (registered != null) {
      registered.close();
    }
  }

  /** Runs on the coordinator thread. */
  private void coordinate() {
    try {
      JobStatus last = runs.toTheEnd();
      lastProgress = requests.progress();
      lastView = requests.view();
      outcome = last;
      Logs.JOB.info("job '{}' is over: {}", name, last);
      if (shutdownHook != null) {
        shutdownHook.remove();
      }
    } catch (Throwable thrown) { // else nobody would hear of it
      Logs.JOB.error("job '{}' ends, for its coordinator has failed", name, thrown);
      outcome =
          new JobStatus.Failed(
              JobFailures.jobFailed(
                  name, new StepFailure("coordinator", thrown.toString(), thrown)));
    } finally {
      over.countDown(); // whatever else fails, nobody may wait for ever
      requests.forget(); // a handle that is kept must not keep the job's state
    }
  }

  @Override
  public String name() {
    return name;
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
      case JobStatus.Cancelled _ -> throw new StreamFlowException.JobCancelled(name);
      default -> {}
    }
  }

  @Override
  public void stop() {
    requests.stop();
  }

  @Override
  public void cancel() throws InterruptedException {
    List<Thread> cancelled = requests.cancel();
    if (!isOverWithin(stopTimeout)) {
      StuckThreads.log(cancelled, coordinator, stopTimeout);
    }
  }

  @Override
  public void close() {
    if (over.getCount() > 0) {
      try {
        cancel();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    forget();
  }

  @Override
  public CheckpointInfo checkpoint() throws InterruptedException {
    return answer(requests.requestCheckpoint(Optional.empty()));
  }

  @Override
  public CheckpointInfo savepoint(Path directory) throws InterruptedException {
    return answer(requests.requestCheckpoint(Optional.of(directory)));
  }

  @Override
  public void rescale(int parallelism) throws InterruptedException {
    answer(requests.rescale(parallelism));
  }

  private static <T> T answer(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StreamFlowException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public <K, V> StateSnapshot<K, V> state(String step, Class<K> key, Class<V> value) {
    return requests.state(step, key, value);
  }

  @Override
  public Optional<CheckpointInfo> lastCheckpoint() {
    return requests.newestCheckpoint();
  }

  @Override
  public JobStatus status() {
    JobStatus last = outcome;
    if (last != null) {
      return last;
    }
    return requests.isEndComing() ? new JobStatus.Stopping() : new JobStatus.Running();
  }

  @Override
  public JobProgress progress() {
    JobProgress last = lastProgress;
    return last == null ? requests.progress() : last;
  }

  @Override
  public JobView view() {
    RunView run = lastView;
    if (run == null) {
      run = requests.view();
    }
    return new JobView(
        name,
        status(),
        started,
        Instant.now(),
        requests.options().parallelism(),
        runs.restartsMade(),
        runs.lastFailure(),
        run.steps(),
        run.tasks(),
        run.channels(),
        run.partitions(),
        run.checkpoints(),
        run.outboxes());
  }

  @Override
  public String why(String step) {
    return Diagnosis.of(view(), step);
  }
}
