package io.streamflow.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.streamflow.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is to run. Immutable: each setter returns a changed copy. Values are checked
 * together when the job starts, and every problem is reported at once.
 */
public final class JobOptions {
  /** Into how many groups keys are dealt; no step can have more subtasks that own keys. */
  public static final int KEY_GROUPS = 1024;

  private static final long LARGEST_STATE_BYTES = 1L << 40;
  private static final int HEAP_PER_LOG = 16;

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
  private Optional<Path> stateDirectory = Optional.empty();
  private Duration checkpointInterval = Duration.ofSeconds(10);
  private OptionalLong checkpointAfterBytes = OptionalLong.empty();
  private long stateMemory = Runtime.getRuntime().maxMemory() / 4;
  private long stateLogMemory = Runtime.getRuntime().maxMemory() / HEAP_PER_LOG;
  private long stateMaxSize = LARGEST_STATE_BYTES;
  private Optional<Path> restoreFrom = Optional.empty();
  private Set<String> allowDropped = Set.of();
  private Map<String, String> takeOver = Map.of();
  private Restart restart = Restart.NEVER;
  private boolean exactlyOnce;

  /** Null for Micrometer's global one, which is made by whoever asks for it first. */
  private @Nullable MeterRegistry metrics;

  private Settings settings = Settings.NONE;

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
    stateDirectory = from.stateDirectory;
    checkpointInterval = from.checkpointInterval;
    checkpointAfterBytes = from.checkpointAfterBytes;
    stateMemory = from.stateMemory;
    stateLogMemory = from.stateLogMemory;
    stateMaxSize = from.stateMaxSize;
    restoreFrom = from.restoreFrom;
    allowDropped = from.allowDropped;
    takeOver = from.takeOver;
    restart = from.restart;
    exactlyOnce = from.exactlyOnce;
    metrics = from.metrics;
    settings = from.settings;
  }

  /** The defaults, as each accessor describes them. */
  public static JobOptions defaults() {
    return new JobOptions();
  }

  /**
   * A job that outlives its process: state, positions and prepared output are kept in {@code
   * directory}, which is made when it is not there, and a job started on it again goes on where the
   * last checkpoint was. The other options are the defaults.
   */
  public static JobOptions durable(Path directory) {
    return new JobOptions().stateDirectory(directory);
  }

  /**
   * Where the job's meters are registered when it starts, and removed when it is closed; by default
   * Micrometer's global registry, which keeps nothing unless the application has added another to
   * it. docs/metrics.md lists the meters.
   */
  public MeterRegistry metrics() {
    MeterRegistry given = metrics;
    return given == null ? Global.REGISTRY : given;
  }

  /** Loaded when it is asked for: over eighty classes that options alone do not need. */
  private static final class Global {
    static final MeterRegistry REGISTRY = Metrics.globalRegistry;
  }

  /** A copy with other {@link #metrics()}. */
  public JobOptions metrics(MeterRegistry value) {
    JobOptions copy = new JobOptions(this);
    copy.metrics = Objects.requireNonNull(value, "metrics");
    return copy;
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

  /** Where a durable job keeps its checkpoint; empty for a job whose state is in memory only. */
  public Optional<Path> stateDirectory() {
    return stateDirectory;
  }

  /** A copy with another {@link #stateDirectory()}. */
  public JobOptions stateDirectory(Path directory) {
    JobOptions copy = new JobOptions(this);
    copy.stateDirectory = Optional.of(directory);
    return copy;
  }

  /**
   * How long from the beginning of one checkpoint to that of the next. One that takes longer is not
   * overtaken: the next begins when it is over.
   */
  public Duration checkpointInterval() {
    return checkpointInterval;
  }

  /** A copy with another {@link #checkpointInterval()}. */
  public JobOptions checkpointInterval(Duration value) {
    JobOptions copy = new JobOptions(this);
    copy.checkpointInterval = Objects.requireNonNull(value, "checkpointInterval");
    return copy;
  }

  /**
   * How much state may change, in bytes as they are written, by estimate, before a checkpoint is
   * made although its time has not come; empty for no such bound beside {@link #stateMemory()}.
   */
  public OptionalLong checkpointAfterBytes() {
    return checkpointAfterBytes;
  }

  /** A copy with another {@link #checkpointAfterBytes()}. */
  public JobOptions checkpointAfterBytes(long bytes) {
    JobOptions copy = new JobOptions(this);
    copy.checkpointAfterBytes = OptionalLong.of(bytes);
    return copy;
  }

  /**
   * How much of a durable job's state is kept on the heap, in bytes as an estimate, over all tasks;
   * what is over it is read from the state directory when it is needed. State that has changed
   * since the last checkpoint has to be kept: when it takes half of this, a checkpoint is made
   * although its time has not come, and when it takes all of it, sources are not read until that is
   * stored. By default a quarter of the heap.
   */
  public long stateMemory() {
    return stateMemory;
  }

  /** A copy with another {@link #stateMemory()}. */
  public JobOptions stateMemory(long bytes) {
    JobOptions copy = new JobOptions(this);
    copy.stateMemory = bytes;
    return copy;
  }

  /**
   * How much of what checkpoints have written may wait, in memory as well as in the file, to be
   * moved to where it belongs in the file, in bytes; by default a sixteenth of the heap. It is
   * moved in pieces between checkpoints; when twice as much waits, the next checkpoint does it
   * first. Less saves memory, more saves writing where the same keys change again and again.
   */
  public long stateLogMemory() {
    return stateLogMemory;
  }

  /** A copy with another {@link #stateLogMemory()}. */
  public JobOptions stateLogMemory(long bytes) {
    JobOptions copy = new JobOptions(this);
    copy.stateLogMemory = bytes;
    return copy;
  }

  /** How large the file of the state may become, in bytes; by default 1 TiB. */
  public long stateMaxSize() {
    return stateMaxSize;
  }

  /** A copy with another {@link #stateMaxSize()}. */
  public JobOptions stateMaxSize(long bytes) {
    JobOptions copy = new JobOptions(this);
    copy.stateMaxSize = bytes;
    return copy;
  }

  /** The savepoint that a new state directory begins with. */
  public Optional<Path> restoreFrom() {
    return restoreFrom;
  }

  /**
   * A copy whose state directory, if it is new, begins as a copy of a savepoint made by {@link
   * Job#savepoint}. A directory that began so goes on with its own last checkpoint; one that holds
   * something else is refused.
   */
  public JobOptions restoreFrom(Path savepoint) {
    JobOptions copy = new JobOptions(this);
    copy.restoreFrom = Optional.of(savepoint);
    return copy;
  }

  /** Steps whose stored state is forgotten when the plan has no step of that name. */
  public Set<String> allowDropped() {
    return allowDropped;
  }

  /** A copy with more names in {@link #allowDropped()}. */
  public JobOptions allowDropped(String... steps) {
    JobOptions copy = new JobOptions(this);
    Set<String> all = new TreeSet<>(allowDropped);
    all.addAll(List.of(steps));
    copy.allowDropped = Set.copyOf(all);
    return copy;
  }

  /** By sink, the mark of somebody else's in its target that a durable job goes on from. */
  public Map<String, String> takeOver() {
    return takeOver;
  }

  /**
   * A copy that takes the target of a sink over when it bears {@code mark}, which the refusal to
   * start has shown: the job begins with a checkpoint that is older than the output, such as a
   * savepoint, and what was written since shows once more. With any other mark it changes nothing,
   * so that it may stay where it is.
   */
  public JobOptions takeOver(String sink, String mark) {
    JobOptions copy = new JobOptions(this);
    Map<String, String> all = new TreeMap<>(takeOver);
    all.put(sink, mark);
    copy.takeOver = Map.copyOf(all);
    return copy;
  }

  /** How often a durable job that fails is started again from its last checkpoint. */
  public Restart restart() {
    return restart;
  }

  /**
   * A copy that is started again, from its last checkpoint, when it fails: at most {@code attempts}
   * times in a row, waiting {@code backoff} before the first and twice as long before each next one
   * (at most a minute). A completed checkpoint begins the count anew.
   */
  public JobOptions restart(int attempts, Duration backoff) {
    JobOptions copy = new JobOptions(this);
    copy.restart = new Restart(attempts, backoff);
    return copy;
  }

  /** Whether a plan is refused in which some source or sink cannot be exactly-once. */
  public boolean isExactlyOnce() {
    return exactlyOnce;
  }

  /** A copy that refuses a plan in which some source or sink cannot be exactly-once, naming it. */
  public JobOptions exactlyOnce() {
    return exactlyOnce(true);
  }

  /** A copy with another {@link #isExactlyOnce()}. */
  public JobOptions exactlyOnce(boolean required) {
    JobOptions copy = new JobOptions(this);
    copy.exactlyOnce = required;
    return copy;
  }

  /**
   * A copy that takes what {@code configuration} says instead of what these options say; lists and
   * pairs are added to. Each call overrides those before it, and setters override what is before
   * them: so code gives defaults, {@code configured(Configuration.of(properties))} overrides them,
   * and {@link #fromEnvironment()} after it overrides both. What cannot be read, is out of range or
   * is no option stops the job at its start, with all other {@link #problems()}, wherever they are
   * from.
   */
  public JobOptions configured(Configuration configuration) {
    return configuration.applyTo(this);
  }

  /**
   * A copy that takes what the environment variables of this process say, such as {@code
   * STREAMFLOW_PARALLELISM}; as {@link #configured} with {@link Configuration#environment()}.
   */
  public JobOptions fromEnvironment() {
    return configured(Configuration.environment());
  }

  /** What is from texts, and what was wrong with these. */
  Settings settings() {
    return settings;
  }

  JobOptions with(Settings changed) {
    JobOptions copy = new JobOptions(this);
    copy.settings = changed;
    return copy;
  }

  /**
   * What is wrong with these values, and with what they were read from, each with the value, the
   * rule and the source; empty when all are right.
   */
  public List<String> problems() {
    return OptionChecks.problems(this);
  }

  /** One line with the values that apply, and the property or variable of those that have one. */
  @Override
  public String toString() {
    return OptionsText.line(this);
  }
}
