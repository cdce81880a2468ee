package io.streamflow.job;

import java.util.stream.Collectors;

/** Shows the options that a job has, and where they are from, to a person. */
final class OptionsText {
  private OptionsText() {}

  /** One line, with what the code did not give followed by the name of what did. */
  static String line(JobOptions options) {
    return AllOptions.TABLE.stream()
        .filter(option -> matters(option, options))
        .flatMap(option ->
            option.text(options).map(text -> option.words() + "=" + text).stream()
                .map(shown -> shown + from(option, options)))
        .collect(Collectors.joining(", "));
  }

  private static boolean matters(JobOption<?> option, JobOptions options) {
    return switch (option.needs()) {
      case NOTHING -> true;
      case DURABLE_TO_MATTER -> options.stateDirectory().isPresent();
      case DURABLE -> option.isSet(options);
    };
  }

  private static String from(JobOption<?> option, JobOptions options) {
    return options
        .settings()
        .origin(option, options)
        .map(origin -> " (" + origin.key() + ")")
        .orElse("");
  }
}
