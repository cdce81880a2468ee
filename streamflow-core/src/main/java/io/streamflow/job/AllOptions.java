package io.streamflow.job;

import io.streamflow.job.JobOption.Needs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Every option that a text can give; a test compares it with the setters of JobOptions. */
final class AllOptions {
  private AllOptions() {}

  /** Where the state is: other options need it. */
  static final JobOption<?> STATE_DIRECTORY =
      JobOption.optional(
          "stateDirectory",
          PlainForms.PATH,
          "/var/lib/orders",
          JobOptions::stateDirectory,
          JobOptions::stateDirectory);

  static final List<JobOption<?>> TABLE =
      List.of(
          JobOption.of("name", PlainForms.TEXT, "orders", JobOptions::name, JobOptions::name)
              .rule(name -> name.isBlank() ? Optional.of("must not be blank") : Optional.empty()),
          JobOption.of(
                  "parallelism",
                  PlainForms.NUMBER,
                  "4",
                  JobOptions::parallelism,
                  JobOptions::parallelism)
              .rule(AllOptions::atLeastOne)
              .rule(value ->
                  value > JobOptions.KEY_GROUPS
                      ? Optional.of("must be at most " + JobOptions.KEY_GROUPS)
                      : Optional.empty()),
          JobOption.of(
                  "batchSize",
                  PlainForms.NUMBER,
                  "512",
                  JobOptions::batchSize,
                  JobOptions::batchSize)
              .rule(AllOptions::atLeastOne),
          JobOption.of(
                  "channelCapacity",
                  PlainForms.NUMBER,
                  "8",
                  JobOptions::channelCapacity,
                  JobOptions::channelCapacity)
              .rule(AllOptions::atLeastOne),
          JobOption.of(
                  "flushAfter",
                  DurationText.FORM,
                  "5ms",
                  JobOptions::flushAfter,
                  JobOptions::flushAfter)
              .rule(AllOptions::notNegative),
          JobOption.of(
                  "maxEventTimeSkew",
                  DurationText.FORM,
                  "1h",
                  JobOptions::maxEventTimeSkew,
                  JobOptions::maxEventTimeSkew)
              .rule(AllOptions::notNegative),
          JobOption.of(
              "threads",
              PlainForms.oneOf(ThreadKind.class),
              "platform",
              JobOptions::threads,
              JobOptions::threads),
          JobOption.of(
              "onError",
              PolicyText.ON_ERROR,
              "retry 3 100ms then skip",
              JobOptions::onError,
              JobOptions::onError),
          JobOption.of("fusion", PlainForms.FLAG, "false", JobOptions::fusion, JobOptions::fusion),
          JobOption.of(
              "stopOnShutdown",
              PlainForms.FLAG,
              "false",
              JobOptions::stopOnShutdown,
              JobOptions::stopOnShutdown),
          JobOption.of(
                  "stopTimeout",
                  DurationText.FORM,
                  "30s",
                  JobOptions::stopTimeout,
                  JobOptions::stopTimeout)
              .rule(AllOptions::notNegative),
          STATE_DIRECTORY,
          JobOption.of(
                  "checkpointInterval",
                  DurationText.FORM,
                  "10s",
                  JobOptions::checkpointInterval,
                  JobOptions::checkpointInterval)
              .rule(value ->
                  value.compareTo(Duration.ofMillis(1)) < 0
                      ? Optional.of("must be at least 1 ms")
                      : Optional.empty())
              .needs(Needs.DURABLE_TO_MATTER),
          JobOption.optional(
                  "checkpointAfterBytes",
                  BytesText.FORM,
                  "64MiB",
                  options -> boxed(options.checkpointAfterBytes()),
                  JobOptions::checkpointAfterBytes)
              .rule(AllOptions::atLeastOne)
              .needs(Needs.DURABLE_TO_MATTER),
          JobOption.of(
                  "stateMemory",
                  BytesText.FORM,
                  "512MiB",
                  JobOptions::stateMemory,
                  JobOptions::stateMemory)
              .rule(AllOptions::atLeastOne)
              .needs(Needs.DURABLE_TO_MATTER),
          JobOption.of(
                  "stateLogMemory",
                  BytesText.FORM,
                  "64MiB",
                  JobOptions::stateLogMemory,
                  JobOptions::stateLogMemory)
              .rule(AllOptions::atLeastOne)
              .needs(Needs.DURABLE_TO_MATTER),
          JobOption.of(
                  "stateMaxSize",
                  BytesText.FORM,
                  "100GiB",
                  JobOptions::stateMaxSize,
                  JobOptions::stateMaxSize)
              .rule(AllOptions::atLeastOne)
              .needs(Needs.DURABLE_TO_MATTER),
          JobOption.optional(
                  "restoreFrom",
                  PlainForms.PATH,
                  "/backup/before-upgrade",
                  JobOptions::restoreFrom,
                  JobOptions::restoreFrom)
              .needs(Needs.DURABLE),
          JobOption.<Set<String>>of(
                  "allowDropped",
                  ListText.NAMES,
                  "totals,visits",
                  JobOptions::allowDropped,
                  (options, names) -> options.allowDropped(names.toArray(String[]::new)))
              .needs(Needs.DURABLE),
          JobOption.<Map<String, String>>of(
                  "takeOver",
                  ListText.PAIRS,
                  "orders-sink=17:0b5e7a2c-5a0e-4a6c-8f0e-1d2c3b4a5968",
                  JobOptions::takeOver,
                  AllOptions::takingOver)
              .needs(Needs.DURABLE),
          JobOption.of(
                  "restart",
                  PolicyText.RESTART,
                  "5 1s",
                  AllOptions::restart,
                  (options, value) -> options.restart(value.attempts(), value.backoff()))
              .rule(value ->
                  value.attempts() < 0
                      ? Optional.of("must have 0 attempts or more")
                      : Optional.empty())
              .rule(value ->
                  value.backoff().isNegative()
                      ? Optional.of("must not have a negative backoff")
                      : Optional.empty())
              .needs(Needs.DURABLE),
          JobOption.of(
                  "exactlyOnce",
                  PlainForms.FLAG,
                  "true",
                  JobOptions::isExactlyOnce,
                  JobOptions::exactlyOnce)
              .needs(Needs.DURABLE));

  private static Optional<String> atLeastOne(Number value) {
    return value.longValue() < 1 ? Optional.of("must be at least 1") : Optional.empty();
  }

  private static Optional<String> notNegative(Duration value) {
    return value.isNegative() ? Optional.of("must not be negative") : Optional.empty();
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  /** Without attempts the wait means nothing. */
  private static Restart restart(JobOptions options) {
    return options.restart().attempts() == 0 && !options.restart().backoff().isNegative()
        ? Restart.NEVER
        : options.restart();
  }

  private static JobOptions takingOver(JobOptions options, Map<String, String> marks) {
    JobOptions changed = options;
    for (Map.Entry<String, String> mark : marks.entrySet()) {
      changed = changed.takeOver(mark.getKey(), mark.getValue());
    }
    return changed;
  }
}
