package io.streamflow.bench.workload;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.bench.Pollution;
import io.streamflow.bench.ScratchDirectory;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sources;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** This library, with the options that it has by itself, but for parallelism. */
public class StreamFlowContender implements Contender {
  private final int parallelism;

  /** With parallelism 1. */
  public StreamFlowContender() {
    this(1);
  }

  StreamFlowContender(int parallelism) {
    this.parallelism = parallelism;
  }

  @Override
  public String name() {
    return parallelism == 1 ? "streamflow" : "streamflow-" + parallelism;
  }

  @Override
  public String describe() {
    return "StreamFlow, parallelism %d, %s, default options"
        .formatted(parallelism, parallelism == 1 ? "one partition" : parallelism + " partitions");
  }

  @Override
  public boolean peer() {
    return false;
  }

  @Override
  public boolean runs(Workload workload) {
    return true;
  }

  @Override
  public void prepare(Workload workload) throws Exception {
    if (workload == Workload.W1 || workload == Workload.W1_BOUNDARY) {
      Pollution.run();
    }
  }

  @Override
  public List<String> jvmOptions() {
    return List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  @Override
  public Measured run(Order order) throws Exception {
    Run run = Run.begin(order);
    JobOptions options = JobOptions.defaults();
    if (order.workload().durable()) {
      Path state = ScratchDirectory.make();
      options = JobOptions.durable(state).checkpointInterval(Duration.ofSeconds(1));
      try {
        pipeline(run).run(options.parallelism(parallelism));
      } finally {
        ScratchDirectory.delete(state);
      }
    } else {
      pipeline(run).run(options.parallelism(parallelism));
    }
    return run.end();
  }

  /** As somebody would write it; at a fixed rate each item's due time has to be known. */
  private Stream<Event> events(Run run) {
    if (run.paced()) {
      return Stream.from(new EventSource(run, parallelism));
    }
    run.sourceBegins(); // so the start of the job counts too
    Feed feed = run.order().feed();
    return Stream.from(Sources.generate(run.order().items(), feed::at).partitions(parallelism));
  }

  private Pipeline pipeline(Run run) {
    Order order = run.order();
    Stream<Event> events = events(run);
    if (order.workload().works()) {
      events = events.map(Steps::work);
    }
    return switch (order.workload().kind()) {
      case MAP -> {
        Stream<Event> first = events.map(Steps::first);
        if (order.workload() == Workload.W1_BOUNDARY) { // where two sources meet, a task begins
          first = first.merge(Stream.from(Sources.from(List.<Event>of())));
        }
        yield first
            .filter(Steps::passes)
            .map(Steps::second)
            .to(new TallySink<>(run, (tally, event) -> tally.add(event)));
      }
      case SUM ->
          events
              .keyBy(Event::key)
              .aggregate("sums", Aggregators.sumLong(Event::value))
              .to(
                  new TallySink<>(
                      run, (tally, sum) -> tally.add(Steps.digest(sum.key(), sum.value()))));
      case TUMBLING ->
          counts(
              run, timed(run, events), Windows.tumbling(Duration.ofMillis(order.windowMillis())));
      case SLIDING ->
          counts(
              run,
              timed(run, events),
              Windows.sliding(Duration.ofSeconds(Order.SLIDING_SECONDS), Duration.ofSeconds(1)));
      case SESSION ->
          timed(run, events)
              .keyBy(Event::key)
              .window(Windows.session(Duration.ofMillis(Order.GAP_MILLIS)))
              .aggregate("counts", Aggregators.count())
              .to(
                  new TallySink<>(
                      run,
                      (tally, result) ->
                          tally.add(
                              Steps.digest(
                                  result.key(), result.window().startMillis(), result.value()))));
    };
  }

  private static Stream<Event> timed(Run run, Stream<Event> events) {
    Duration disorder = Duration.ofMillis(run.order().disorderMillis());
    EventTime time = EventTime.outOfOrderBy(disorder);
    return run.paced()
        ? events.withEventTime(time)
        : events.withEventTimeMillis(Event::timestamp, time);
  }

  private static Pipeline counts(Run run, Stream<Event> events, Windows windows) {
    return events
        .keyBy(Event::key)
        .window(windows)
        .aggregate("counts", Aggregators.count())
        .to(
            new TallySink<>(
                run,
                (tally, result) ->
                    tally.add(result.key(), result.window().endMillis(), result.value())));
  }
}
