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

/**
 * Averages what sensors measure. A reading that cannot be read is skipped and counted: the average
 * of the others is as good.
 */
@Command(
    name = "iot-average",
    description = "Average the temperature of each sensor over 5 minutes, from JSON lines.")
public final class IotAverage implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--input",
      paramLabel = "<file>",
      description = {
        "The readings, or a glob; may be .gz (default: a sample is made). A line is like",
        "{\"sensor\": \"s1\", \"time\": \"2026-03-02T09:00:00Z\", \"celsius\": 21.5}"
      })
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "<directory>",
      description = "Where the averages go (default: standard output).")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "5m",
      description = "The length of a window (default: ${DEFAULT-VALUE}).")
  private Duration window = Duration.ZERO;

  /** From readings to averages. */
  static Pipeline pipeline(String input, Duration window, Sink<SensorAverage> averages) {
    return Stream.from(FileSource.jsonLines(input, Reading.class))
        .named("read")
        .onError(OnError.skip())
        .withEventTime(Reading::time, EventTime.outOfOrderBy(Duration.ofMinutes(1)))
        .keyBy(Reading::sensor)
        .window(Windows.tumbling(window))
        .aggregate(
            "average",
            Aggregators.of(
                SensorAverage.Temperature::new,
                Aggregators.average(Reading::celsius),
                Aggregators.count()))
        .map(SensorAverage::of)
        .to("averages", averages);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String from =
        InputFiles.givenOrSample(
            input, spec, "readings.jsonl", () -> SampleReadings.lines(1), System.err);
    Sink<SensorAverage> averages =
        ResultSink.jsonLines(OutputDirectory.given(output, from, spec), SensorAverage.class);
    JobRun.toTheEnd(pipeline(from, window, averages), "iot-average");
    return 0;
  }
}
