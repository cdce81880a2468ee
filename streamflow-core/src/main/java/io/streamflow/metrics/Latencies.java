package io.streamflow.metrics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import io.streamflow.job.LatencyView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * How long items took from their timestamp to here, in milliseconds: the percentiles of the last
 * one to two minutes. Added to by tasks, with a few items of each sample; read by any thread.
 */
public final class Latencies {
  private static final double RELATIVE_ACCURACY = 0.02;
  private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

  private DDSketch before = sketch();
  private DDSketch now = sketch();
  private long sinceNanos = System.nanoTime();
  private volatile LongConsumer listener = _ -> {};

  private static DDSketch sketch() {
    return DDSketches.unboundedDense(RELATIVE_ACCURACY);
  }

  /** Says who hears of each value as well. */
  public void listener(LongConsumer hears) {
    listener = hears;
  }

  /** An item took so long; an item whose timestamp is in the future took no time. */
  public void add(long millis) {
    long taken = Math.max(0, millis);
    synchronized (this) {
      turn();
      now.accept((double) taken);
    }
    listener.accept(taken);
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

  /** The percentiles; empty when no item came lately. */
  public synchronized Optional<LatencyView> view() {
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
