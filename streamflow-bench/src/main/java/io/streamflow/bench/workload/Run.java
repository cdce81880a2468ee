package io.streamflow.bench.workload;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A repetition that is going on, of which there is one at a time in a process: engines that copy
 * their sources and sinks find it by {@link #current}. Usable from any thread.
 */
public final class Run {
  /** Latencies before that, or in the first third, are not of a warm engine. */
  private static final double WARM_UP_NANOS = 2e9;

  static final long UNMEASURED = Long.MIN_VALUE;
  private static volatile @Nullable Run current;

  private final Order order;
  private final boolean paced;
  private final double warmUpNanos;
  private final long allocatedBefore = allocated();
  private final AtomicLong startedAt = new AtomicLong();
  private final AtomicLong firstResultAt = new AtomicLong();
  private final List<Tally> tallies = new ArrayList<>();
  private static volatile Watcher watcher = (_, _) -> {};
  private long endedAt;

  private Run(Order order) {
    this.order = order;
    this.paced = order.perSecond() > 0;
    this.warmUpNanos =
        paced ? Math.min(WARM_UP_NANOS, order.items() * 1e9 / order.perSecond() / 3) : 0;
  }

  /** Begins one. */
  public static Run begin(Order order) {
    Run run = new Run(order);
    current = run;
    return run;
  }

  /** The one that was begun last. */
  public static Run current() {
    Run run = current;
    if (run == null) {
      throw new IllegalStateException("no repetition goes on");
    }
    return run;
  }

  /** What it does. */
  public Order order() {
    return order;
  }

  /**
   * A source is about to hand out its first event; the first of several sources counts.
   *
   * @return when the first source called this, by {@link System#nanoTime}
   */
  public long sourceBegins() {
    startedAt.compareAndSet(0, System.nanoTime());
    return startedAt.get();
  }

  /** A sink has seen its whole input. */
  public synchronized void add(Tally tally) {
    tallies.add(tally);
    endedAt = System.nanoTime();
  }

  void firstResult() {
    firstResultAt.compareAndSet(0, System.nanoTime());
  }

  boolean paced() {
    return paced;
  }

  /** Sees results come while a repetition goes on. */
  interface Watcher {
    /** On the thread of a sink. */
    void result(long nanosLate, long items);
  }

  /** From the next repetition on. */
  static void watch(Watcher somebody) {
    watcher = somebody;
  }

  void sample(long nanosLate, long items) {
    watcher.result(nanosLate, items);
  }

  long sinceDue(long index) {
    return since(index * 1_000_000_000.0 / order.perSecond());
  }

  /** Of a window that ends when the input has ended nothing can be told. */
  long sinceEnd(long endMillis) {
    long due = endMillis - Feed.EPOCH + order.disorderMillis();
    long over = order.items() * 1000 / order.perSecond();
    return due >= over ? UNMEASURED : since(due * 1e6);
  }

  private long since(double dueNanos) {
    return dueNanos < warmUpNanos
        ? UNMEASURED
        : System.nanoTime() - startedAt.get() - (long) dueNanos;
  }

  /**
   * The engine has ended: what was measured.
   *
   * @throws IllegalStateException when no source began or no sink ended
   */
  public synchronized Measured end() {
    if (startedAt.get() == 0 || tallies.isEmpty()) {
      throw new IllegalStateException(
          order.workload().id() + " ended without " + (tallies.isEmpty() ? "a sink" : "a source"));
    }
    long count = 0;
    long sum = 0;
    for (Tally tally : tallies) {
      count += tally.count();
      sum += tally.sum();
    }
    return new Measured(
        order.items(),
        endedAt - startedAt.get(),
        count,
        sum,
        (allocated() - allocatedBefore) / (double) order.items(),
        firstResultAt.get(),
        Percentiles.of(tallies.stream().map(Tally::latencies).toList()));
  }

  /** Of all threads that there have been. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getTotalThreadAllocatedBytes();
  }
}
