package io.streamflow.testing;

import io.streamflow.spi.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Checks that a {@link Source} keeps the contract that the engine relies on: everything arrives
 * once, offsets resume exactly, interruption is honoured, closing is safe, and a job that crashes
 * again and again loses nothing. Needs no test framework. Immutable.
 *
 * <pre>{@code
 * SourceConformance.bounded(() -> new MySource(path), List.of("a", "b", "c")).checkAll();
 * }</pre>
 *
 * <p>A suite calls the source in just the ways the engine does. Checks that the source does not
 * promise are left out: those of offsets when it is not {@link Source#replayable}.
 *
 * @param <T> the items; compared by {@code equals}
 */
public final class SourceConformance<T> {
  private static final int DEFAULT_SEEDS = 20;
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  private final SourceInput<T> input;
  private final Duration patience;

  private SourceConformance(SourceInput<T> input, Duration patience) {
    this.input = input;
    this.patience = patience;
  }

  /**
   * A suite for a source that ends.
   *
   * @param fresh makes a source over prepared input, which holds the same each time; called once by
   *     most checks
   * @param expected the items, ten or more if it can be; those of one partition in their order
   */
  public static <T> SourceConformance<T> bounded(Fresh<Source<T>> fresh, List<T> expected) {
    return of(fresh, expected, true);
  }

  /** The same, for a source that waits for more behind its input and never ends. */
  public static <T> SourceConformance<T> unbounded(Fresh<Source<T>> fresh, List<T> expected) {
    return of(fresh, expected, false);
  }

  private static <T> SourceConformance<T> of(
      Fresh<Source<T>> fresh, List<T> expected, boolean bounded) {
    Objects.requireNonNull(fresh, "fresh");
    return new SourceConformance<>(
        new SourceInput<>(fresh, List.copyOf(expected), bounded, 0, DEFAULT_SEEDS, true),
        DEFAULT_PATIENCE);
  }

  /** How many records of the input cannot be decoded and are rejected; none unless set. */
  public SourceConformance<T> rejecting(int records) {
    return new SourceConformance<>(input.rejecting(records), patience);
  }

  /** The source lives in this JVM and refuses to be serialized. */
  public SourceConformance<T> inOneJvm() {
    return new SourceConformance<>(input.inOneJvm(), patience);
  }

  /**
   * How many runs are tried where chance decides, such as where offsets are taken; 20 unless set.
   *
   * @throws IllegalArgumentException when it is under 1
   */
  public SourceConformance<T> seeds(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, but is " + number);
    }
    return new SourceConformance<>(input.seeds(number), patience);
  }

  /** How long a check waits for what has to come; half a minute unless set. */
  public SourceConformance<T> patience(Duration longest) {
    return new SourceConformance<>(input, Objects.requireNonNull(longest, "longest"));
  }

  /**
   * The checks, to be run one by one.
   *
   * @throws IllegalStateException when no source can be made
   */
  public List<ConformanceCheck> checks() {
    Source<T> sample;
    try {
      sample = Objects.requireNonNull(input.fresh().make(), "no source was made");
    } catch (Exception e) {
      throw new IllegalStateException("the source to be checked cannot be made: " + e, e);
    }
    List<ConformanceCheck> checks = new ArrayList<>();
    PlainReading<T> plain = new PlainReading<>(input);
    SourceReadingChecks<T> reading = new SourceReadingChecks<>(input, plain);
    SourceEndChecks<T> ends = new SourceEndChecks<>(input, plain);
    SourceOffsetChecks<T> offsets = new SourceOffsetChecks<>(input);
    SourceJobChecks<T> jobs = new SourceJobChecks<>(input, plain);
    boolean replays = sample.replayable();
    Additions add =
        (name, clause, body) ->
            checks.add(new ConformanceCheck(name, sample.description(), clause, patience, body));
    reading.addTo(add, replays);
    if (replays) {
      offsets.addTo(add);
    }
    ends.addTo(add, replays);
    jobs.addTo(add, replays);
    return List.copyOf(checks);
  }

  /**
   * Runs all checks, whichever fail.
   *
   * @throws AssertionError naming every check that fails, and why
   */
  public void checkAll() {
    ConformanceCheck.runAll(checks());
  }
}
