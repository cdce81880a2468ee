package io.streamflow.job;

import io.streamflow.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a pipeline is to run. Immutable: each setter returns a changed copy. Values are checked
 * together when the job starts, and every problem is reported at once.
 */
public final class JobOptions {
  /** Into how many groups keys are dealt; no step can have more subtasks that own keys. */
  public static final int KEY_GROUPS = 1024;

  private String name;
  private int parallelism;
  private int batchSize;
  private int channelCapacity;
  private Duration flushAfter;
  private Duration maxEventTimeSkew;
  private ThreadKind threads;
  private OnError onError;
  private Clock clock;
  private boolean fusion;
  private boolean stopOnShutdown;
  private Duration stopTimeout;

  private JobOptions() {
    name = "streamflow";
    parallelism = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    batchSize = 512;
    channelCapacity = 8;
    flushAfter = Duration.ofMillis(5);
    maxEventTimeSkew = Duration.ofHours(1);
    threads = ThreadKind.AUTO;
    onError = OnError.fail();
    clock = Clock.system();
    fusion = true;
    stopOnShutdown = true;
    stopTimeout = Duration.ofSeconds(30);
  }

  private JobOptions(JobOptions from) {
    name = from.name;
    parallelism = from.parallelism;
    batchSize = from.batchSize;
    channelCapacity = from.channelCapacity;
    flushAfter = from.flushAfter;
    maxEventTimeSkew = from.maxEventTimeSkew;
    threads = from.threads;
    onError = from.onError;
    clock = from.clock;
    fusion = from.fusion;
    stopOnShutdown = from.stopOnShutdown;
    stopTimeout = from.stopTimeout;
  }

  /** The defaults, as each accessor describes them. */
  public static JobOptions defaults() {
    return new JobOptions();
  }

  /** The job's name, in thread names, logs and errors. */
  public String name() {
    return name;
  }

  /** A copy with another {@link #name()}. */
  public JobOptions name(String value) {
    JobOptions copy = new JobOptions(this);
    copy.name = Objects.requireNonNull(value, "name");
    return copy;
  }

  /**
   * How many subtasks a step has unless it says otherwise; by default one processor is left to the
   * rest of the application.
   */
  public int parallelism() {
    return parallelism;
  }

  /** A copy with another {@link #parallelism()}. */
  public JobOptions parallelism(int value) {
    JobOptions copy = new JobOptions(this);
    copy.parallelism = value;
    return copy;
  }

  /** How many items cross between two tasks at once, at most. */
  public int batchSize() {
    return batchSize;
  }

  /** A copy with another {@link #batchSize()}. */
  public JobOptions batchSize(int value) {
    JobOptions copy = new JobOptions(this);
    copy.batchSize = value;
    return copy;
  }

  /** How many batches wait between two tasks before the sender is held back. */
  public int channelCapacity() {
    return channelCapacity;
  }

  /** A copy with another {@link #channelCapacity()}. */
  public JobOptions channelCapacity(int value) {
    JobOptions copy = new JobOptions(this);
    copy.channelCapacity = value;
    return copy;
  }

  /** How long a partly filled batch may wait while its task is busy; an idle task sends at once. */
  public Duration flushAfter() {
    return flushAfter;
  }

  /** A copy with another {@link #flushAfter()}. */
  public JobOptions flushAfter(Duration value) {
    JobOptions copy = new JobOptions(this);
    copy.flushAfter = Objects.requireNonNull(value, "flushAfter");
    return copy;
  }

  /**
   * How far ahead in event time a source partition may read before the slowest one that delivers.
   */
  public Duration maxEventTimeSkew() {
    return maxEventTimeSkew;
  }

  /** A copy with another {@link #maxEventTimeSkew()}. */
  public JobOptions maxEventTimeSkew(Duration value) {
    JobOptions copy = new JobOptions(this);
    copy.maxEventTimeSkew = Objects.requireNonNull(value, "maxEventTimeSkew");
    return copy;
  }

  /** The kind of thread that runs tasks. */
  public ThreadKind threads() {
    return threads;
  }

  /** A copy with another {@link #threads()}. */
  public JobOptions threads(ThreadKind value) {
    JobOptions copy = new JobOptions(this);
    copy.threads = Objects.requireNonNull(value, "threads");
    return copy;
  }

  /** What steps without a policy of their own do with items they fail on. */
  public OnError onError() {
    return onError;
  }

  /** A copy with another {@link #onError()}. */
  public JobOptions onError(OnError value) {
    JobOptions copy = new JobOptions(this);
    copy.onError = Objects.requireNonNull(value, "onError");
    return copy;
  }

  /** Where processing time comes from. */
  public Clock clock() {
    return clock;
  }

  /** A copy with another {@link #clock()}. */
  public JobOptions clock(Clock value) {
    JobOptions copy = new JobOptions(this);
    copy.clock = Objects.requireNonNull(value, "clock");
    return copy;
  }

  /**
   * Whether each pipeline gets its own copies of the operator classes, so that the JIT compiles a
   * chain into one loop; switch off for debugging and coverage.
   */
  public boolean fusion() {
    return fusion;
  }

  /** A copy with another {@link #fusion()}. */
  public JobOptions fusion(boolean value) {
    JobOptions copy = new JobOptions(this);
    copy.fusion = value;
    return copy;
  }

  /** Whether the job stops, losing nothing, when the JVM is told to end (SIGTERM). */
  public boolean stopOnShutdown() {
    return stopOnShutdown;
  }

  /** A copy with another {@link #stopOnShutdown()}. */
  public JobOptions stopOnShutdown(boolean value) {
    JobOptions copy = new JobOptions(this);
    copy.stopOnShutdown = value;
    return copy;
  }

  /** How long the JVM's end waits for that. */
  public Duration stopTimeout() {
    return stopTimeout;
  }

  /** A copy with another {@link #stopTimeout()}. */
  public JobOptions stopTimeout(Duration value) {
    JobOptions copy = new JobOptions(this);
    copy.stopTimeout = Objects.requireNonNull(value, "stopTimeout");
    return copy;
  }

  /**
   * What is wrong with these values, each with the value and the rule; empty when all are right.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (name.isBlank()) {
      problems.add("JobOptions.name must not be blank");
    }
    atLeastOne(problems, "parallelism", parallelism);
    if (parallelism > KEY_GROUPS) {
      problems.add(
          "JobOptions.parallelism must be at most " + KEY_GROUPS + ", but is " + parallelism);
    }
    atLeastOne(problems, "batchSize", batchSize);
    atLeastOne(problems, "channelCapacity", channelCapacity);
    notNegative(problems, "flushAfter", flushAfter);
    notNegative(problems, "maxEventTimeSkew", maxEventTimeSkew);
    notNegative(problems, "stopTimeout", stopTimeout);
    return problems;
  }

  private static void atLeastOne(List<String> problems, String option, int value) {
    if (value < 1) {
      problems.add("JobOptions." + option + " must be at least 1, but is " + value);
    }
  }

  private static void notNegative(List<String> problems, String option, Duration value) {
    if (value.isNegative()) {
      problems.add("JobOptions." + option + " must not be negative, but is " + value);
    }
  }
}
