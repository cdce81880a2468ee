package io.streamflow.runtime;

import io.streamflow.compile.ExecutionPlan;
import io.streamflow.compile.KeyChecks;
import io.streamflow.compile.PlanText;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.metrics.JobCounters;
import io.streamflow.operator.TaskContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts jobs: builds the tasks, gives each a thread, and hands out the handle. */
public final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger("io.streamflow.job");

  private JobRunner() {}

  /**
   * Starts a job and returns at once.
   *
   * @throws io.streamflow.job.StreamFlowException.JobFailed when a source cannot list its
   *     partitions
   */
  public static Job start(ExecutionPlan plan, JobOptions options) {
    JobCounters counters = new JobCounters();
    List<Task> tasks =
        TaskGraph.build(plan, options, counters, options.channelCapacity(), Waiting::new);
    TaskThreads threads = TaskThreads.reserve(options.threads(), tasks.size());
    LOG.info(
        "job '{}' starts: {} tasks on {} threads, parallelism {}\n{}",
        options.name(),
        tasks.size(),
        threads.virtual() ? "virtual" : "platform",
        options.parallelism(),
        PlanText.tree(plan));
    KeyChecks.warnings(plan)
        .forEach(problem -> LOG.warn("works with parallelism 1 only: {}", problem));
    RunningJob job = new RunningJob(options, counters, tasks, threads);
    try {
      job.start();
    } catch (Throwable noCoordinator) {
      threads.release();
      throw noCoordinator;
    }
    return job;
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
