package io.streamflow.testing;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sources;
import io.streamflow.spi.Guarantee;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A sink in a whole job, and in one that crashes between any two of its calls. */
final class SinkJobChecks<T> extends SinkChecks<T> {
  private static final int ITEMS = 40;
  private static final int MOST_STARTS = 500;

  SinkJobChecks(SinkInput<T> input, Guarantee guarantee) {
    super(input, guarantee);
  }

  void addTo(Additions checks) {
    Clause promise =
        switch (guarantee) {
          case AT_LEAST_ONCE -> Clause.AT_LEAST_ONCE;
          case IDEMPOTENT -> Clause.IDEMPOTENT;
          case COMMITTING -> Clause.EXACTLY_ONCE;
        };
    checks.add("a job of any parallelism writes every item once", Clause.FLUSH, this::jobs);
    checks.add("any order of checkpoints and crashes keeps its promise", promise, this::played);
    checks.add("a job that crashes keeps its promise", promise, this::crash);
  }

  private void jobs(Trial trial) throws Exception {
    for (int parallelism = 1; parallelism <= 3; parallelism++) {
      int tasks = parallelism;
      play(
          trial,
          job -> {
            trial.called("run a job, parallelism " + tasks);
            try (Job running = stream(job).start(options(JobOptions.defaults(), job, tasks))) {
              if (!trial.await(() -> running.status().isFinal())) {
                throw trial.broken(
                    "the job is not over after " + trial.patience(), "its end", running.progress());
              }
              running.await();
            }
            requireShownOnce(items(0, ITEMS), job);
          });
    }
  }

  private Pipeline stream(PlayedJob<T> job) throws Exception {
    return Stream.from(Sources.generate(ITEMS, input.item()).partitions(3))
        .named("source")
        .to(PlayedRun.STEP, job.target.sink());
  }

  private JobOptions options(JobOptions options, PlayedJob<T> job, int parallelism) {
    return options.name(job.name).parallelism(parallelism).stopOnShutdown(false);
  }

  /** Writes, checkpoints that come to some point, and crashes, as chance has them. */
  private void played(Trial trial) throws Exception {
    for (int seed = 0; seed < input.seeds(); seed++) {
      trial.seed(seed);
      Random random = new Random(seed);
      play(
          trial,
          job -> {
            int safe = 0;
            while (safe < ITEMS) {
              int writers = 1 + random.nextInt(3);
              PlayedRun<T> run = job.start(writers);
              safe = run(run, job, safe, writers, random);
              run.close();
            }
            try (PlayedRun<T> last = job.start(1)) {
              last.checkpoint(job.storedEpoch + 1);
            }
            requireShown(items(0, ITEMS), job);
          });
    }
  }

  /** Until it crashes; how many items a checkpoint covers then. */
  private int run(PlayedRun<T> run, PlayedJob<T> job, int covered, int writers, Random random)
      throws Exception {
    int safe = covered;
    int written = covered;
    while (random.nextInt(6) > 0 && safe < ITEMS) {
      int more = Math.min(ITEMS, written + random.nextInt(6));
      for (; written < more; written++) {
        run.write(random.nextInt(writers), items(written, written + 1));
        if (random.nextInt(8) == 0) {
          run.flush();
        }
      }
      if (random.nextBoolean()) {
        run.prepare(job.storedEpoch + 1);
        if (random.nextInt(5) == 0) {
          return safe;
        }
        int next = Math.min(ITEMS, written + random.nextInt(2));
        int prepared = written;
        for (; written < next; written++) {
          run.write(random.nextInt(writers), items(written, written + 1));
        }
        run.store();
        safe = prepared;
        if (random.nextInt(5) == 0) {
          return safe;
        }
        run.commit();
      }
    }
    return safe;
  }

  private void crash(Trial trial) throws Exception {
    for (int seed = 0; seed < input.seeds(); seed++) {
      trial.seed(seed);
      Random random = new Random(seed);
      int number = seed;
      play(
          trial,
          job -> {
            try (ScratchDirectory state = ScratchDirectory.make()) {
              for (int start = 0; !runOrCrash(job, state.path(), number, start, random, trial); ) {
                if (++start == MOST_STARTS || !trial.hasTime()) {
                  throw trial.broken(
                      "after " + start + " starts the job has not come to its end",
                      items(0, ITEMS),
                      job.shown());
                }
              }
            }
            List<T> expected = items(0, ITEMS);
            requireShown(expected, job);
          });
    }
  }

  private boolean runOrCrash(
      PlayedJob<T> job, Path state, int seed, int start, Random random, Trial trial)
      throws Exception {
    int parallelism = 1 + random.nextInt(3);
    int oneIn = 8 << random.nextInt(4);
    trial.called(
        "start the job, parallelism %d, a crash at one in %d points".formatted(parallelism, oneIn));
    JobOptions options = options(JobOptions.durable(state), job, parallelism);
    boolean ended =
        PipelineDriver.crashing(
                stream(job),
                guarantee == Guarantee.AT_LEAST_ONCE ? options : options.exactlyOnce(),
                seed * 1_000L + start,
                oneIn)
            .runOrCrash(() -> false, trial);
    trial.called(ended ? "it ends" : "it crashes");
    return ended;
  }
}
