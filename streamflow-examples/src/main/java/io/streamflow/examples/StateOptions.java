package io.streamflow.examples;

import io.streamflow.job.JobOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an example is told of its durable state. */
final class StateOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--state",
      paramLabel = "<directory>",
      description =
          "Survive a crash: keep state and positions there, and go on from them when started again"
              + " with the same --input and --output.")
  Optional<Path> directory = Optional.empty();

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "10s",
      description = "From one checkpoint to the next, with --state (default: ${DEFAULT-VALUE}).")
  private Duration checkpointInterval = Duration.ZERO;

  @Option(
      names = "--restore-from",
      paramLabel = "<savepoint>",
      description = "What a new --state begins with.")
  private Optional<Path> restoreFrom = Optional.empty();

  @Option(
      names = "--console",
      description = "Take commands from standard input while the job runs; help lists them.")
  boolean console;

  /**
   * Refuses what does not go together.
   *
   * @throws ParameterException saying what is missing
   */
  void check() {
    if (directory.isEmpty() && (restoreFrom.isPresent() || console)) {
      throw new ParameterException(
          spec.commandLine(),
          (console ? "--console" : "--restore-from") + " needs --state <directory>");
    }
  }

  /** Whether the job goes on from an earlier one. */
  boolean goesOn() {
    return directory.filter(Files::isDirectory).isPresent() || restoreFrom.isPresent();
  }

  /** The same options, for a durable job if it is to be one. */
  JobOptions on(JobOptions options) {
    if (directory.isEmpty()) {
      return options;
    }
    JobOptions durable =
        options.stateDirectory(directory.get()).checkpointInterval(checkpointInterval);
    return restoreFrom.map(durable::restoreFrom).orElse(durable);
  }
}
