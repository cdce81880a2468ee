package io.streamflow.examples;

import io.streamflow.Pipeline;
import io.streamflow.Stream;
import io.streamflow.job.JobOptions;
import io.streamflow.local.Sinks;
import io.streamflow.local.Sources;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The first pipeline to read: numbers come in, some are kept, each is doubled and printed. */
@Command(name = "quickstart", description = "Generate numbers, keep those over 50, double, print.")
public final class Quickstart implements Callable<Integer> {
  @Option(
      names = "--rate",
      paramLabel = "<number>",
      converter = OptionValues.Rate.class,
      defaultValue = "1000",
      description = "Numbers a second (default: ${DEFAULT-VALUE}).")
  private long rate;

  @Option(
      names = "--duration",
      paramLabel = "<duration>",
      converter = OptionValues.AnyDuration.class,
      defaultValue = "10s",
      description = "For how long (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  /** The numbers 0 to 99, again and again; those over 50, doubled. */
  static Pipeline pipeline(long rate, Duration duration) {
    return Stream.from(Sources.generator(rate, duration, index -> index % 100))
        .filter(number -> number > 50)
        .map(number -> number * 2)
        .to(Sinks.stdout());
  }

  @Override
  public Integer call() throws InterruptedException {
    pipeline(rate, duration).run(JobOptions.defaults().name("quickstart"));
    return 0;
  }
}
