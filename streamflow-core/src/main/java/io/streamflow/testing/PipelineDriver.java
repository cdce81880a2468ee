package io.streamflow.testing;

import io.streamflow.Pipeline;
import io.streamflow.compile.CompiledPipelines;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobProgress;
import io.streamflow.runtime.CrashPoint;
import io.streamflow.runtime.SimulatedCrash;
import io.streamflow.runtime.SteppedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs the real tasks of a pipeline on the calling thread, one piece of work at a time, in an order
 * chosen by a seed. The same seed gives the same run. Batches are small, of a size chosen by the
 * seed, so that few items show what otherwise needs many.
 *
 * <p>The driver's clock stands still while there is work and moves on when every task waits.
 */
public final class PipelineDriver {
  private static final Duration LONGEST_SILENCE = Duration.ofHours(2);
  private static final int LARGEST_BATCH = 8;

  private final SteppedJob job;
  private final ManualClock clock;
  private final Random random;
  private final long seed;

  private PipelineDriver(SteppedJob job, ManualClock clock, Random random, long seed) {
    this.job = job;
    this.clock = clock;
    this.random = random;
    this.seed = seed;
  }

  /**
   * A driver for one run of {@code pipeline}. Its clock is that of the options when it is a {@link
   * ManualClock}, and else one that starts at the epoch. Checkpoints of a durable job are made when
   * the seed has it so, and survive a process that dies, not a machine that loses power.
   *
   * @throws io.streamflow.job.StreamFlowException as {@link Pipeline#start} does
   */
  public static PipelineDriver of(Pipeline pipeline, JobOptions options, long seed) {
    return of(pipeline, options, seed, new Random(seed), CrashPoint.Chance.NEVER);
  }

  /**
   * A driver for one run of a durable job, which crashes with a chance of one in {@code oneIn} at
   * each point where that could do harm: after a read, when a sink has prepared, when state is
   * frozen or partly written down, before and after a checkpoint is stored and a sink commits. Run
   * it with {@link #runOrCrash}; another driver over the same state directory then goes on.
   */
  public static PipelineDriver crashing(
      Pipeline pipeline, JobOptions options, long seed, int oneIn) {
    Random random = new Random(seed);
    return of(
        pipeline,
        options,
        seed,
        random,
        point -> {
          if (random.nextInt(oneIn) == 0) {
            throw new SimulatedCrash(point);
          }
        });
  }

  private static PipelineDriver of(
      Pipeline pipeline, JobOptions options, long seed, Random random, CrashPoint.Chance crash) {
    Objects.requireNonNull(pipeline, "pipeline");
    ManualClock clock =
        options.clock() instanceof ManualClock manual ? manual : ManualClock.at(Instant.EPOCH);
    JobOptions stepped =
        options
            .clock(clock)
            .batchSize(1 + random.nextInt(LARGEST_BATCH))
            // In real time a batch's age would depend on how fast this machine is.
            .flushAfter(random.nextBoolean() ? Duration.ZERO : Duration.ofDays(1));
    SteppedJob job =
        SteppedJob.of(
            CompiledPipelines.of(pipeline, stepped),
            stepped,
            nanos -> clock.advance(Duration.ofNanos(nanos).plusMillis(1)),
            crash);
    return new PipelineDriver(job, clock, random, seed);
  }

  /** The clock of the run. */
  public ManualClock clock() {
    return clock;
  }

  /** Lets one task, chosen by the seed, do one piece of work; false when all have ended. */
  public boolean step() {
    return job.step(random::nextInt);
  }

  /**
   * Runs to the end of the input and commits the sinks.
   *
   * @throws io.streamflow.job.StreamFlowException.JobFailed when a step fails
   * @throws IllegalStateException when every task has waited for two hours of the driver's time
   */
  public void run() {
    Instant quietSince = now();
    while (step()) {
      long quiet = job.waitedInARow();
      if (quiet == 0) {
        quietSince = now();
      } else if (quiet % (8L * job.liveTasks()) == 0) {
        clock.advance(Duration.ofMillis(Math.min(1000, quiet)));
        if (Duration.between(quietSince, now()).compareTo(LONGEST_SILENCE) > 0) {
          job.abandon();
          throw new IllegalStateException(
              "nothing has happened for " + LONGEST_SILENCE + ", seed " + seed);
        }
      }
    }
    job.finish();
  }

  /**
   * The same as {@link #run}, for a driver that may crash.
   *
   * @return false when it has crashed; nothing of the job is left but what is in its state
   *     directory and its sinks
   */
  public boolean runOrCrash() {
    try {
      run();
      return true;
    } catch (SimulatedCrash crash) {
      return false;
    }
  }

  /**
   * The same for sources that get their input from threads of their own: waits for them in real
   * time, and stops the job when there is enough.
   */
  boolean runOrCrash(BooleanSupplier enough, Trial trial) throws InterruptedException {
    boolean stopped = false;
    try {
      while (step()) {
        if (!stopped && enough.getAsBoolean()) {
          stopped = true;
          job.stop();
        }
        if (job.waitedInARow() > job.liveTasks()) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        if (!trial.hasTime()) {
          job.abandon();
          throw trial.broken(
              "after " + trial.patience() + " the job is not over", "an end", progress());
        }
      }
      job.finish();
      return true;
    } catch (SimulatedCrash crash) {
      return false;
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** Asks the sources to end, as {@link io.streamflow.job.Job#stop} does. */
  public void stop() {
    job.stop();
  }

  /** How far the run has come. */
  public JobProgress progress() {
    return job.progress();
  }
}
