package io.streamflow.bench.workload;

import java.util.Arrays;

/** What one sink adds up. Used by one thread; given to the {@link Run} at the end. */
public final class Tally {
  private final Run run;
  private long count;
  private long sum;
  private long[] latencies = new long[1024];
  private int measured;

  /** Of a sink. */
  public Tally(Run run) {
    this.run = run;
  }

  /** Takes a result's digest. */
  public void add(long digest) {
    if (count == 0) {
      run.firstResult();
    }
    count++;
    sum += digest;
  }

  /** The same for an event; in {@code W6-element} also how late it is. */
  public void add(Event event) {
    add(Steps.digest(event));
    if (run.paced()) {
      late(run.sinceDue(event.id()), 1);
    }
  }

  /** The same for a window's count; where events are paced also how late it is. */
  public void add(long key, long endMillis, long windowCount) {
    add(Steps.digest(key, endMillis, windowCount));
    if (run.paced()) {
      late(run.sinceEnd(endMillis), windowCount);
    }
  }

  private void late(long nanos, long items) {
    if (nanos == Run.UNMEASURED) {
      return;
    }
    run.sample(nanos, items);
    if (measured == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * measured);
    }
    latencies[measured++] = nanos;
  }

  long count() {
    return count;
  }

  long sum() {
    return sum;
  }

  long[] latencies() {
    return Arrays.copyOf(latencies, measured);
  }
}
