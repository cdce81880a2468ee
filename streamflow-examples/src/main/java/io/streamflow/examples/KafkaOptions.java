package io.streamflow.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an example is told of Kafka. */
final class KafkaOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--bootstrap",
      paramLabel = "<host:port>",
      description = "The brokers to begin with (default: a broker is started in this JVM).")
  Optional<String> bootstrap = Optional.empty();

  @Option(
      names = "--create-topics",
      description = "Create topics that are missing; without --bootstrap that is done anyway.")
  boolean createTopics;

  @Option(
      names = "--state",
      paramLabel = "<directory>",
      description =
          "Survive a crash: keep state and positions there, and the broker if one is started, and go"
              + " on from them when started again. Needed with --bootstrap.")
  Optional<Path> state = Optional.empty();

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "<duration>",
      converter = OptionValues.PositiveDuration.class,
      defaultValue = "1s",
      description =
          "From one checkpoint, and one transaction, to the next (default: ${DEFAULT-VALUE}).")
  Duration checkpointInterval = Duration.ZERO;

  @Option(
      names = "--to-end",
      description = "End at what is in the input now; without --bootstrap that is done anyway.")
  private boolean toEnd;

  @Option(
      names = "--until-stopped",
      description = "Without --bootstrap: go on, so that others can use the broker, until stopped.")
  private boolean untilStopped;

  /** Whether to end at what is in the input now. */
  boolean bounded() {
    return toEnd || (bootstrap.isEmpty() && !untilStopped);
  }

  /**
   * Refuses what does not go together.
   *
   * @throws ParameterException saying what is missing
   */
  void check() {
    if (toEnd && untilStopped) {
      throw wrong("--to-end and --until-stopped: choose one");
    }
    if (bootstrap.isPresent() && state.isEmpty()) {
      throw wrong("--bootstrap needs --state <directory>: what to go on from when started again");
    }
    if (bootstrap.filter(String::isBlank).isPresent()) {
      throw wrong("--bootstrap: the address is blank");
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
