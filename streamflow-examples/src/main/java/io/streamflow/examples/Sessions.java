package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.file.FileSource;
import io.streamflow.job.OnError;
import io.streamflow.spi.Sink;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the visits of each client: requests with no longer pause between them than a gap. */
@Command(
    name = "sessions",
    description = "Find the visits of each client in a web server's log (combined format).")
public final class Sessions implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      paramLabel = "<file>",
      description = "The log, or a glob; may be .gz (default: a sample is made).")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "<directory>",
      description = "Where the sessions go (default: standard output).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--gap",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "30m",
      description = "The pause that ends a visit (default: ${DEFAULT-VALUE}).")
  private Duration gap = Duration.ZERO;

  /** From log lines to sessions. */
  static Pipeline pipeline(String input, Duration gap, Sink<ClientSession> sessions) {
    return Stream.from(FileSource.lines(input))
        .named("read")
        .onError(OnError.skip())
        .map(LogLine::parse)
        .named("parse")
        .onError(OnError.skip())
        .withEventTime(LogLine::time, EventTime.outOfOrderBy(Duration.ofMinutes(1)))
        .keyBy(LogLine::client)
        .window(Windows.session(gap))
        .aggregate(
            "visits",
            Aggregators.of(
                ClientSession.Visit::new,
                Aggregators.min(LogLine::time),
                Aggregators.maxBy(LogLine::time),
                Aggregators.count()))
        .map(ClientSession::of)
        .to("sessions", sessions);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String from =
        InputFiles.givenOrSample(
            input, spec, "access.log", () -> SampleLog.lines(1, 60), System.err);
    Sink<ClientSession> sessions =
        ResultSink.jsonLines(OutputDirectory.given(output, from, spec), ClientSession.class);
    JobRun.toTheEnd(pipeline(from, gap, sessions), "sessions");
    return 0;
  }
}
