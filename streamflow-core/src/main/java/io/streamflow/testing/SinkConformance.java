package io.streamflow.testing;

import io.streamflow.function.IndexFunction;
import io.streamflow.spi.Guarantee;
import io.streamflow.spi.OutboxSink;
import io.streamflow.spi.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks that a {@link Sink} keeps the contract that the engine relies on, according to its {@link
 * Guarantee}: nothing shows before its checkpoint, commits may be repeated, what no checkpoint
 * covers never shows, closing is safe, interrupts are not lost, and a job that crashes again and
 * again shows each item once. Needs no test framework. Immutable.
 *
 * <pre>{@code
 * SinkConformance.of(() -> SinkTarget.of(new MySink(path), () -> linesOf(path)), i -> "item " + i)
 *     .checkAll();
 * }</pre>
 *
 * <p>A suite calls the sink in just the ways the engine does, also one with an outbox: then it is
 * its {@link OutboxSink#connect delivery} that is checked.
 *
 * @param <T> the items; compared by {@code equals}
 */
public final class SinkConformance<T> {
  private static final int DEFAULT_SEEDS = 20;
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

  private final SinkInput<T> input;
  private final Duration patience;

  private SinkConformance(SinkInput<T> input, Duration patience) {
    this.input = input;
    this.patience = patience;
  }

  /**
   * A suite.
   *
   * @param fresh makes an empty target; called by each check, or several times
   * @param item makes items, different ones for different numbers: with another key, where the
   *     target keeps one item per key
   */
  public static <T> SinkConformance<T> of(Fresh<SinkTarget<T>> fresh, IndexFunction<T> item) {
    return new SinkConformance<>(
        new SinkInput<>(
            Objects.requireNonNull(fresh, "fresh"),
            Optional.empty(),
            Objects.requireNonNull(item, "item"),
            Optional.empty(),
            true,
            false,
            DEFAULT_SEEDS,
            true),
        DEFAULT_PATIENCE);
  }

  /** The target keeps no order, such as one with keys. */
  public SinkConformance<T> unordered() {
    return new SinkConformance<>(input.unordered(), patience);
  }

  /**
   * Output may show later than its checkpoint is complete, as where a file spans several: when the
   * job is started again at the latest.
   */
  public SinkConformance<T> showingLater() {
    return new SinkConformance<>(input.showingLater(), patience);
  }

  /** An item that the sink cannot take, so that its writer throws, and goes on with the others. */
  public SinkConformance<T> refusing(T refused) {
    return new SinkConformance<>(input.refusing(refused), patience);
  }

  /** Makes a target that never answers, to see that a call which waits for it is interrupted. */
  public SinkConformance<T> stalled(Fresh<SinkTarget<T>> target) {
    return new SinkConformance<>(input.stalled(target), patience);
  }

  /** The sink lives in this JVM and refuses to be serialized. */
  public SinkConformance<T> inOneJvm() {
    return new SinkConformance<>(input.inOneJvm(), patience);
  }

  /**
   * How many runs are tried where chance decides, such as when a job crashes; 20 unless set.
   *
   * @throws IllegalArgumentException when it is under 1
   */
  public SinkConformance<T> seeds(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("seeds must be at least 1, but is " + number);
    }
    return new SinkConformance<>(input.seeds(number), patience);
  }

  /** How long a check waits for what has to come; half a minute unless set. */
  public SinkConformance<T> patience(Duration longest) {
    return new SinkConformance<>(input, Objects.requireNonNull(longest, "longest"));
  }

  /**
   * The checks, to be run one by one.
   *
   * @throws IllegalStateException when no target or sink can be made
   */
  public List<ConformanceCheck> checks() {
    List<ConformanceCheck> checks = new ArrayList<>();
    try (SinkTarget<T> target = input.fresh().make()) {
      Sink<T> sample = target.sink();
      Additions add =
          (name, clause, body) ->
              checks.add(new ConformanceCheck(name, sample.description(), clause, patience, body));
      boolean delivers = OutboxSink.behind(sample).isPresent();
      Guarantee guarantee = sample.guarantee();
      new SinkWritingChecks<>(input, guarantee).addTo(add);
      new SinkEndChecks<>(input, guarantee).addTo(add);
      if (delivers || guarantee == Guarantee.COMMITTING) {
        new SinkCommitChecks<>(input, guarantee).addTo(add, delivers);
      } else {
        new SinkFlushChecks<>(input, guarantee).addTo(add);
      }
      if (delivers) {
        new SinkDeliveryChecks<>(input).addTo(add, guarantee);
      }
      new SinkJobChecks<>(input, guarantee).addTo(add);
    } catch (Exception e) {
      throw new IllegalStateException("the sink to be checked cannot be made: " + e, e);
    }
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
