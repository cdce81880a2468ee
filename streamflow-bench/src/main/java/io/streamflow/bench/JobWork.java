package io.streamflow.bench;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.job.ThreadKind;
import io.streamflow.local.Sinks;
import io.streamflow.spi.Sink;
import java.util.function.Function;

/** A running job that works through its input when asked. */
final class JobWork implements Workload {
  private final Replay source;
  private final Total total;
  private final Job job;
  private final int threads;
  private long passed;

  private JobWork(Replay source, Total total, Pipeline pipeline, JobOptions options) {
    this.source = source;
    this.total = total;
    this.threads = options.parallelism();
    // the processor time of virtual threads is not known
    this.job = pipeline.start(options.threads(ThreadKind.PLATFORM));
  }

  /**
   * A job of one task whose meters nobody reads, also where a {@link Watched} one runs beside it.
   */
  static JobOptions unwatched(JobOptions options) {
    return options.parallelism(1).metrics(new CompositeMeterRegistry());
  }

  /** A job of one task that a {@link Watched} can watch. */
  static JobOptions watched(String name) {
    return JobOptions.defaults().name("watched-" + name).parallelism(1);
  }

  /** Whole pipelines are made by their own lambdas, as a user's are. */
  static JobWork of(Replay source, JobOptions options, Function<Total, Pipeline> pipeline) {
    Total total = new Total();
    return new JobWork(source, total, pipeline.apply(total), options);
  }

  /** Events that end in a sink which adds up their values. */
  static JobWork summing(
      Replay source, JobOptions options, Function<Stream<Event>, Stream<Event>> steps) {
    return of(source, options, total -> steps.apply(Stream.from(source)).to(summing(total)));
  }

  private static Sink<Event> summing(Total total) {
    return Sinks.forEach(event -> total.add(event.value()));
  }

  @Override
  public void pass(int items) throws InterruptedException {
    timed(items);
  }

  @Override
  public long timed(int items) throws InterruptedException {
    passed += items;
    return source.pass(items);
  }

  /** How many items have gone in. */
  long passed() {
    return passed;
  }

  @Override
  public boolean needsClock() {
    return threads > 1;
  }

  @Override
  public Total total() {
    return total;
  }

  @Override
  public void end() throws Exception {
    source.end();
    job.await();
    job.close();
  }
}
