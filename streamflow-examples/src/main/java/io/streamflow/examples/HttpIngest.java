package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.WindowedResults;
import io.streamflow.aggregate.Aggregators;
import io.streamflow.connectors.http.Http;
import io.streamflow.connectors.http.HttpSource;
import io.streamflow.connectors.json.Json;
import io.streamflow.job.Job;
import io.streamflow.job.JobOptions;
import io.streamflow.time.EventTime;
import io.streamflow.window.Windows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Takes events over HTTP, until it is stopped, and writes them or the visits they make up. */
@Command(
    name = "http-ingest",
    description =
        "Take events that are posted over HTTP; write them, or the visits of each client.")
public final class HttpIngest implements Callable<Integer> {
  private static final String PATH = "/events";

  /** What is written. */
  enum Mode {
    /** The visits of each client: events with no longer pause between them than a gap. */
    SESSIONS,
    /** The events as they are. */
    RAW
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "<number>",
      converter = OptionValues.Port.class,
      defaultValue = "8080",
      description = "Where to listen, on loopback; 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--output",
      paramLabel = "<directory>",
      description = "Where the results go (default: standard output).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "<directory>",
      description =
          "Survive a crash: keep what was accepted and the state there, and go on from it when"
              + " started again with the same --output.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--mode",
      paramLabel = "<sessions|raw>",
      converter = ModeName.class,
      defaultValue = "sessions",
      description = "What to write: visits, or each event (default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.SESSIONS;

  @Option(
      names = "--gap",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "30m",
      description = "The pause that ends a visit (default: ${DEFAULT-VALUE}).")
  private Duration gap = Duration.ZERO;

  @Option(
      names = "--disorder",
      paramLabel = "<duration>",
      converter = OptionValues.AnyDuration.class,
      defaultValue = "1m",
      description = "How far out of order events may be (default: ${DEFAULT-VALUE}).")
  private Duration disorder = Duration.ZERO;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "200ms",
      description = "From one checkpoint to the next, with --state (default: ${DEFAULT-VALUE}).")
  private Duration checkpointInterval = Duration.ZERO;

  /** Reads the mode's name. */
  static final class ModeName implements ITypeConverter<Mode> {
    @Override
    public Mode convert(String text) {
      return switch (text) {
        case "sessions" -> Mode.SESSIONS;
        case "raw" -> Mode.RAW;
        default -> throw new TypeConversionException("'" + text + "' is neither sessions nor raw");
      };
    }
  }

  /**
   * What is aggregated for each visit.
   *
   * @param start the time of the first event
   * @param last the last event
   * @param events how many events
   */
  record Visit(Instant start, SiteEvent last, long events) {}

  private Pipeline pipeline(HttpSource<SiteEvent> source) {
    Stream<SiteEvent> events = Stream.from(source).named("events");
    if (mode == Mode.RAW) {
      return events.to("raw", ResultSink.jsonLines(output, SiteEvent.class));
    }
    WindowedResults<String, SiteEvent, Visit> visits =
        events
            .withEventTime(SiteEvent::time, EventTime.outOfOrderBy(disorder))
            .keyBy(SiteEvent::client)
            .window(Windows.session(gap))
            .aggregate(
                "visits",
                Aggregators.of(
                    Visit::new,
                    Aggregators.min(SiteEvent::time),
                    Aggregators.maxBy(SiteEvent::time),
                    Aggregators.count()));
    Pipeline sessions =
        visits
            .map(visit ->
                new ClientSession(
                    visit.key(),
                    visit.value().start(),
                    visit.value().last().time(),
                    visit.value().events(),
                    visit.value().last().path()))
            .to("sessions", ResultSink.jsonLines(output, ClientSession.class));
    return output.isEmpty()
        ? sessions
        : Pipeline.of(
            sessions,
            visits
                .late()
                .to(
                    "late",
                    ResultSink.jsonLines(output.map(to -> to.resolve("late")), SiteEvent.class)));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (state.isPresent() && output.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--state needs --output: what to go on with next time");
    }
    HttpSource<SiteEvent> source =
        Http.source(port, PATH, Json.of(SiteEvent.class))
            .onListening(uri -> System.err.println("post events to " + uri));
    JobOptions options =
        JobOptions.defaults().name("http-ingest").checkpointInterval(checkpointInterval);
    if (state.isPresent()) {
      Path directory = Files.createDirectories(state.get());
      source = source.log(directory.resolve("log"));
      options = options.stateDirectory(directory.resolve("checkpoint"));
    }
    try (Job job = pipeline(source).start(options)) {
      job.await();
    }
    return 0;
  }
}
