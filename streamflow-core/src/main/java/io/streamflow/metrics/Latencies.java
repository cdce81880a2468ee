package io.streamflow.metrics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import io.streamflow.job.LatencyView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How long items took from their timestamp to here, in milliseconds: the percentiles of the last
 * one to two minutes. Added to by tasks, with a few items of each sample; read by any thread.
 */
public final class Latencies {
  private static final double RELATIVE_ACCURACY = 0.02;
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** How many values are kept for a listener that is yet to come, at most. */
  static final int KEPT = 1000;

  /** Null before the first value, which most steps never have. */
  private @Nullable Sketches sketches;

  private @Nullable LongConsumer listener;
  private final List<Long> unheard = new ArrayList<>();

  /** Says who hears of each value as well, also of the first ones before this call. */
  public void listener(LongConsumer hears) {
    List<Long> first;
    synchronized (this) {
      listener = hears;
      first = List.copyOf(unheard);
      unheard.clear();
    }
    first.forEach(hears::accept);
  }

  /** An item took so long; an item whose timestamp is in the future took no time. */
  public void add(long millis) {
    long taken = Math.max(0, millis);
    LongConsumer hears;
    synchronized (this) {
      if (sketches == null) {
        sketches = new Sketches();
      }
      sketches.add(taken);
      hears = listener;
      if (hears == null && unheard.size() < KEPT) {
        unheard.add(taken);
      }
    }
    if (hears != null) {
      hears.accept(taken);
    }
  }

  /** The percentiles; empty when no item came lately. */
  public synchronized Optional<LatencyView> view() {
    return sketches == null ? Optional.empty() : sketches.view();
  }

  /** What came in this period and the one before it. */
  private static final class Sketches {
    private DDSketch before = sketch();
    private DDSketch now = sketch();
    private long sinceNanos = System.nanoTime();

    private static DDSketch sketch() {
      return DDSketches.unboundedDense(RELATIVE_ACCURACY);
    }

    void add(long millis) {
      turn();
      now.accept((double) millis);
    }

    private void turn() {
      long nanos = System.nanoTime();
      long passed = nanos - sinceNanos;
      if (passed >= PERIOD_NANOS) {
        before = passed >= 2 * PERIOD_NANOS ? sketch() : now;
        now = sketch();
        sinceNanos = nanos;
      }
    }

    Optional<LatencyView> view() {
      turn();
      DDSketch all = before.copy();
      all.mergeWith(now);
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new LatencyView(
                  (long) all.getCount(),
                  millis(all.getValueAtQuantile(0.5)),
                  millis(all.getValueAtQuantile(0.99)),
                  millis(all.getMaxValue())));
    }

    private static Duration millis(double value) {
      return Duration.ofMillis(Math.round(value));
    }
  }
}
