package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.KeyChecks;
import io.streamflow.compile.PlanText;
import io.streamflow.compile.Stage;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.StateSnapshot;
import io.streamflow.job.StreamFlowException;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.TaskContext;
import io.streamflow.outbox.Outboxes;
import io.streamflow.store.StoreOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts jobs: builds the tasks, gives each a thread, and hands out the handle. */
public final class JobRunner implements JobRuns.Factory {
  /** How many entries of frozen state a task turns into bytes between two batches. */
  private static final int ENTRIES_PER_SLICE = 512;

  private final Function<JobOptions, ExecutionPlan> compiler;
  private final JobCounters counters = new JobCounters();

  private JobRunner(Function<JobOptions, ExecutionPlan> compiler) {
    this.compiler = compiler;
  }

  /**
   * Starts a job and returns at once.
   *
   * @param compiler makes the execution plan; asked again when the job is rescaled
   * @throws io.streamflow.job.StreamFlowException.InvalidPipeline when the pipeline cannot run so
   * @throws io.streamflow.job.StreamFlowException.StateUnusable when its state directory cannot be
   *     used
   * @throws io.streamflow.job.StreamFlowException.JobFailed when a source cannot list its
   *     partitions
   */
  public static Job start(Function<JobOptions, ExecutionPlan> compiler, JobOptions options) {
    JobRunner runner = new JobRunner(compiler);
    JobRequests requests = new JobRequests(options, runner);
    JobRun first = requests.run().orElseThrow();
    RunningJob job =
        new RunningJob(options, requests, new JobRuns(runner, requests), runner.counters);
    try {
      job.start();
    } catch (Throwable noCoordinator) {
      requests.abandon();
      job.forget();
      throw noCoordinator;
    }
    first.announce();
    job.show(first.plan());
    try {
      first.awaitStore();
    } catch (StreamFlowException.StateUnusable notOpen) {
      job.close();
      throw notOpen;
    }
    return job;
  }

  /**
   * The state of a step in a directory that no job has open.
   *
   * @throws io.streamflow.job.StreamFlowException.InvalidPipeline when the plan does not fit it
   * @throws io.streamflow.job.StreamFlowException.StateUnusable when it cannot be read
   */
  public static <K, V> StateSnapshot<K, V> state(
      ExecutionPlan plan, JobOptions options, String step, Class<K> key, Class<V> value) {
    return ClosedDirectory.read(KeptSteps.of(plan, options), options, step, key, value);
  }

  @Override
  public void check(JobOptions options) {
    var _ = compiler.apply(options);
  }

  @Override
  public JobRun make(JobOptions options) {
    ExecutionPlan plan = compiler.apply(options);
    StoreOptions store =
        StoreOptions.defaults()
            .readers(tasks(plan))
            .logMemoryBytes(options.stateLogMemory())
            .thread(options.name() + "/store");
    @Nullable StateDirectory directory =
        options.stateDirectory().isPresent()
            ? StateDirectory.open(KeptSteps.of(plan, options), options, store)
            : null;
    try {
      return run(plan, options, directory, store);
    } catch (Throwable e) {
      if (directory != null) {
        directory.close();
      }
      throw e;
    }
  }

  private static int tasks(ExecutionPlan plan) {
    int tasks = 0;
    for (Stage stage : plan.stages()) {
      tasks += stage.parallelism();
    }
    return tasks;
  }

  private JobRun run(
      ExecutionPlan plan,
      JobOptions options,
      @Nullable StateDirectory directory,
      StoreOptions store) {
    Outboxes outboxes =
        JobOutboxes.of(
            plan, options, directory, true, TimeUnit.NANOSECONDS::sleep, CrashPoint.Chance.NEVER);
    outboxes.hearRepeats((step, what) -> {
      counters.step(step).retries().increment();
      counters.step(step).failed(what);
    });
    Checkpoints checkpoints =
        directory == null ? null : new Checkpoints(directory, outboxes, CrashPoint.Chance.NEVER);
    List<Task> tasks =
        TaskGraph.build(
            plan,
            options,
            counters,
            options.channelCapacity(),
            Waiting::new,
            outboxes,
            directory == null || checkpoints == null
                ? null
                : new TaskGraph.Durable(
                    directory,
                    checkpoints,
                    CrashPoint.Chance.NEVER,
                    ENTRIES_PER_SLICE,
                    System::nanoTime));
    TaskThreads threads = TaskThreads.reserve(options.threads(), tasks.size());
    String beginning = directory == null ? "" : directory.beginning();
    return new JobRun(
        () -> announce(plan, options, beginning, threads, store),
        options,
        counters,
        new RunViews(plan, tasks, options.channelCapacity(), options.name()),
        threads,
        outboxes,
        directory,
        checkpoints);
  }

  private static void announce(
      ExecutionPlan plan,
      JobOptions options,
      String beginning,
      TaskThreads threads,
      StoreOptions store) {
    if (Logs.JOB.isInfoEnabled()) {
      Logs.JOB.info(
          "job '{}' starts{}: {}, {} tasks on {} threads; options: {}; memory: {}",
          options.name(),
          beginning,
          PlanText.line(plan),
          tasks(plan),
          threads.virtual() ? "virtual" : "platform",
          options,
          MemoryBudget.of(plan, options, store).text());
    }
    KeyChecks.warnings(plan)
        .forEach(problem ->
            Logs.JOB.warn("job '{}' works with parallelism 1 only: {}", options.name(), problem));
  }

  /** A real pause: first lets go of what others wait for, then sleeps. */
  private record Waiting(Task task) implements TaskContext.Pause {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void forNanos(long nanos) throws InterruptedException {
      task.flush();
      sleep(nanos);
    }

    @Override
    public void beforeRetry(long nanos) throws InterruptedException {
      task.send();
      sleep(nanos);
    }

    private static void sleep(long nanos) throws InterruptedException {
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }
  }
}
