package io.streamflow.job;

import java.time.Duration;

/**
 * Whether there is nothing to say against options, which is so for nearly every job that starts.
 * Plain code: the {@link AllOptions} table, with the words for what is wrong, has over sixty
 * lambdas, and a new JVM takes tens of milliseconds to make them.
 */
final class UsualOptions {
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

  private UsualOptions() {}

  /** False where one of the table's rules is broken, or may be. */
  static boolean are(JobOptions options) {
    return options.settings().problems().isEmpty()
        && !options.name().isBlank()
        && options.parallelism() >= 1
        && options.parallelism() <= JobOptions.KEY_GROUPS
        && options.batchSize() >= 1
        && options.channelCapacity() >= 1
        && !options.flushAfter().isNegative()
        && !options.maxEventTimeSkew().isNegative()
        && !options.stopTimeout().isNegative()
        && options.checkpointInterval().compareTo(SHORTEST_INTERVAL) >= 0
        && options.checkpointAfterBytes().orElse(1) >= 1
        && options.stateMemory() >= 1
        && options.stateLogMemory() >= 1
        && options.stateMaxSize() >= 1
        && options.restart().attempts() >= 0
        && !options.restart().backoff().isNegative()
        && (options.stateDirectory().isPresent() || nothingNeedsOne(options));
  }

  /** Whether what is for durable jobs alone was left as it is by default. */
  private static boolean nothingNeedsOne(JobOptions options) {
    return options.restoreFrom().isEmpty()
        && options.allowDropped().isEmpty()
        && options.takeOver().isEmpty()
        && options.restart().attempts() == 0
        && !options.isExactlyOnce();
  }
}
