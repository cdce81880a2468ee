package io.streamflow.testing;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobStatus;
import io.streamflow.job.OnError;
import io.streamflow.spi.Source;
import java.nio.file.Path;
import java.util.Random;

/** A source in a whole job. */
final class SourceJobChecks<T> {
  private static final int MOST_STARTS = 500;

  private final SourceInput<T> input;
  private final PlainReading<T> plain;

  SourceJobChecks(SourceInput<T> input, PlainReading<T> plain) {
    this.input = input;
    this.plain = plain;
  }

  void addTo(Additions checks, boolean replays) {
    checks.add("a job of one task reads every item once", Clause.READ, trial -> run(trial, 1));
    checks.add("a job of two tasks reads every item once", Clause.READ, trial -> run(trial, 2));
    checks.add(
        "a job with more tasks than partitions reads every item once",
        Clause.READ,
        trial -> run(trial, input.fresh().make().partitions().size() + 1));
    checks.add("a job that is cancelled ends", Clause.READ_INTERRUPTED, this::cancel);
    if (replays) {
      checks.add("a job that crashes counts every item once", Clause.REPLAYABLE, this::crash);
    }
  }

  private JobOptions with(JobOptions options, int parallelism) {
    JobOptions set = options.parallelism(parallelism).stopOnShutdown(false);
    return input.rejected() == 0 ? set : set.onError(OnError.skip());
  }

  private void run(Trial trial, int parallelism) throws Exception {
    int all = plain.items(trial).size();
    Source<T> source = input.fresh().make();
    CollectingSink<T> sink = new CollectingSink<>();
    trial.called("run a job, parallelism " + parallelism);
    try (Job job = Stream.from(source).to(sink).start(with(JobOptions.defaults(), parallelism))) {
      trial.await(
          () -> job.status().isFinal() || (!input.bounded() && sink.written().size() >= all));
      if (!input.bounded()) {
        trial.called("stop the job");
        job.stop();
      }
      trial.await(() -> job.status().isFinal());
      JobStatus status = job.status();
      if (!status.isFinal()) {
        throw trial.broken(
            "the job is not over after " + trial.patience(), input.expected(), sink.written());
      }
      job.await();
    }
    Items.requireSame(plain.items(trial), sink.committed(), trial);
  }

  private void cancel(Trial trial) throws Exception {
    Source<T> source = input.fresh().make();
    CollectingSink<T> sink = new CollectingSink<>();
    trial.called("run a job");
    try (Job job = Stream.from(source).to(sink).start(with(JobOptions.defaults(), 2))) {
      trial.await(() -> job.status().isFinal() || !sink.written().isEmpty());
      trial.called("cancel the job");
      job.cancel();
    }
    if (sink.openWriters() != 0) {
      throw trial.broken("the job left its sink open", 0, sink.openWriters());
    }
  }

  private void crash(Trial trial) throws Exception {
    for (int seed = 0; seed < input.seeds(); seed++) {
      trial.seed(seed);
      Random random = new Random(seed);
      Source<T> source = new DrippedSource<>(input.fresh().make(), 1 + random.nextInt(3));
      CollectingSink<T> sink = new CollectingSink<>();
      Pipeline pipeline = Stream.from(source).named("source").to("out", sink);
      try (ScratchDirectory state = ScratchDirectory.make()) {
        for (int start = 0;
            !runOrCrash(pipeline, state.path(), sink, seed, start, random, trial); ) {
          if (++start == MOST_STARTS || !trial.hasTime()) {
            throw trial.broken(
                "after " + start + " starts the job has not come to its end",
                input.expected(),
                sink.committed());
          }
        }
      }
      Items.requireSame(plain.items(trial), sink.committed(), trial);
    }
  }

  private boolean runOrCrash(
      Pipeline pipeline,
      Path state,
      CollectingSink<T> sink,
      int seed,
      int start,
      Random random,
      Trial trial)
      throws Exception {
    int all = plain.items(trial).size();
    int parallelism = 1 + random.nextInt(3);
    int oneIn = 8 << random.nextInt(4);
    long run = seed * 1_000L + start;
    trial.called(
        "start the job, parallelism %d, a crash at one in %d points".formatted(parallelism, oneIn));
    PipelineDriver driver =
        PipelineDriver.crashing(pipeline, with(JobOptions.durable(state), parallelism), run, oneIn);
    boolean ended =
        driver.runOrCrash(
            () -> !input.bounded() && sink.written().size() >= all && random.nextInt(8) == 0,
            trial);
    trial.called(ended ? "it ends" : "it crashes");
    // One that was stopped goes on where it stopped.
    return ended && (input.bounded() || sink.committed().size() >= all);
  }
}
