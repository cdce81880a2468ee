package io.streamflow.job;

import io.streamflow.job.JobOption.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with options, whoever gave them. */
final class OptionChecks {
  private OptionChecks() {}

  /** Each with the value and the rule; empty when all are right. */
  static List<String> problems(JobOptions options) {
    if (UsualOptions.are(options)) {
      return List.of();
    }
    List<String> problems = new ArrayList<>(options.settings().problems());
    AllOptions.TABLE.forEach(option -> rules(option, options, problems));
    if (options.stateDirectory().isEmpty()) {
      for (JobOption<?> option : AllOptions.TABLE) {
        if (option.needs() == Needs.DURABLE && option.isSet(options)) {
          problems.add(needsDirectory(option, options));
        }
      }
    }
    return problems;
  }

  private static <T> void rules(JobOption<T> option, JobOptions options, List<String> problems) {
    option
        .value()
        .apply(options)
        .ifPresent(value ->
            option
                .broken(value)
                .forEach(rule ->
                    problems.add(
                        "JobOptions." + option.name() + " " + rule + ", but is " + value)));
  }

  private static String needsDirectory(JobOption<?> option, JobOptions options) {
    String begin = "begin with JobOptions.durable(directory)";
    Optional<Settings.Origin> origin = options.settings().origin(option, options);
    if (origin.isEmpty()) {
      return "JobOptions." + option.name() + " needs a durable job: " + begin;
    }
    ConfigurationSource source = origin.get().source();
    return source.shown(origin.get().key())
        + "="
        + origin.get().text()
        + " needs a durable job: say "
        + source.key(AllOptions.STATE_DIRECTORY)
        + "="
        + AllOptions.STATE_DIRECTORY.example()
        + ", or "
        + begin;
  }
}
