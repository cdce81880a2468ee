package io.streamflow.bench.spike;

import io.streamflow.Stream;
import io.streamflow.bench.ScratchDirectory;
import io.streamflow.job.CheckpointsView;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.JobView;
import io.streamflow.job.StateView;
import io.streamflow.time.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The job, in a JVM of its own: prints a {@link Sample} each half second, and fails or does not.
 */
final class SpikeJob {
  static final String NAME = "spike";
  static final String COMPLETE = "every item was delivered once";

  private static final Duration EVERY = Duration.ofMillis(500);
  private static final long BEGIN_MILLIS = 2_000; // time to start, which is not to be measured
  private static final double MEBIBYTE = 1 << 20;

  private final Load load;
  private final Delivered delivered = new Delivered();
  private final Memory memory = new Memory();
  private final long beginMillis = System.currentTimeMillis() + BEGIN_MILLIS;
  private long countBefore;
  private long nanosBefore = System.nanoTime();

  private SpikeJob(Load load) {
    this.load = load;
  }

  /** The arguments are those of a {@link Load}. */
  public static void main(String[] arguments) throws Exception {
    new SpikeJob(Load.of(arguments, 0)).run(ScratchDirectory.make().resolve("state"));
  }

  private void run(Path state) throws Exception {
    try (Job job =
        Stream.from(new LoadSource(load, beginMillis))
            .named("load")
            .withEventTime(EventTime.ascending())
            .keyBy(Tick::key)
            .reduce("counted", (before, tick) -> tick.after(before))
            .to("slow", new SlowSink(load.sinkPerSecond(), delivered))
            .start(
                JobOptions.durable(state)
                    .name(NAME)
                    .parallelism(2)
                    .checkpointInterval(Duration.ofSeconds(1)))) {
      while (!job.await(EVERY)) {
        System.out.println(sample(job.view()).line());
      }
      job.await(); // tells what it has failed of
    }
    delivered.requireAll(load.items());
    System.out.println(COMPLETE + ": " + load.items());
  }

  private Sample sample(JobView view) throws IOException {
    long sinceBegin = System.currentTimeMillis() - beginMillis;
    long nanos = System.nanoTime();
    long count = delivered.count();
    double pace = (count - countBefore) * 1e9 / (nanos - nanosBefore);
    countBefore = count;
    nanosBefore = nanos;
    boolean due = sinceBegin >= 0 && sinceBegin <= load.lastMillis();
    return new Sample(
        sinceBegin / 1e3,
        due ? load.rateAt(sinceBegin) : 0,
        pace,
        delivered.takeSlowestMillis() / 1e3,
        memory.afterCollection(),
        Memory.resident(),
        stateBytes(view) / MEBIBYTE,
        view.channels().stream()
            .mapToDouble(channel -> (double) channel.fullest() / channel.capacity())
            .max()
            .orElse(0));
  }

  private static double stateBytes(JobView view) {
    long entries =
        view.steps().stream()
            .flatMap(step -> step.state().stream())
            .mapToLong(StateView::bytes)
            .sum();
    return entries + view.checkpoints().map(CheckpointsView::logBytes).orElse(0L);
  }
}
