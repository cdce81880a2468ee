package io.streamflow.operator;

import io.streamflow.metrics.SlowFunction;
import io.streamflow.metrics.StepCounters;
import io.streamflow.time.Clock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Measures a sample of a task's items on their way through its chain: how long each step takes, the
 * steps after it left out, and how old items are when they are written. Reading the clock at each
 * step of each item would cost more than most steps do, so few items are looked at: some every
 * {@value #EVERY_MILLIS} ms, and all while they are slow. Used by the task's thread; {@link
 * #current} by any.
 */
public final class Probe {
  /** How many items one sample has at most. */
  public static final int ITEMS = 64;

  /** So few items at once are only taken when they are slow, or the task has just begun. */
  private static final int FEW = 8;

  private static final int EVERY_MILLIS = 10;
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
  private static final int NOWHERE = -1;
  private static final int LONGEST_CHAIN = 16;

  /** What reading the clock once takes. */
  private static final long CLOCK_NANOS = clockNanos();

  private static final VarHandle CURRENT = current();

  private final String job;
  private final List<String> steps;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Function<String, StepCounters> counters;
  private final long[] nanos;
  private final long[] items;
  private int[] stack = new int[LONGEST_CHAIN];
  private long[] own = new long[LONGEST_CHAIN];
  private int depth;
  private long lastNanos;
  private long sampledNanos;
  private boolean sampled;

  @SuppressWarnings("unused") // by its handle
  private int current = NOWHERE;

  private static long clockNanos() {
    long least = Long.MAX_VALUE;
    long before = System.nanoTime();
    for (int i = 0; i < 2_000; i++) {
      long now = System.nanoTime();
      if (now > before) { // where the clock is coarse, what it took cannot be told
        least = Math.min(least, now - before);
      }
      before = now;
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  private static VarHandle current() {
    try {
      return MethodHandles.lookup().findVarHandle(Probe.class, "current", int.class);
    } catch (ReflectiveOperationException cannotBe) {
      throw new IllegalStateException(cannotBe);
    }
  }

  /**
   * Of one task.
   *
   * @param steps the names of all steps of the plan, by number
   * @param counters where what is measured goes
   */
  Probe(
      String job,
      List<String> steps,
      Clock clock,
      LongSupplier nanoTime,
      Function<String, StepCounters> counters) {
    this.job = job;
    this.steps = List.copyOf(steps);
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.counters = counters;
    this.nanos = new long[steps.size()];
    this.items = new long[steps.size()];
  }

  /** Whether the next items are to be a sample, of which the task would take so many at once. */
  public boolean isDue(int pace, long nowNanos) {
    return pace <= FEW || !sampled || nowNanos - sampledNanos >= EVERY_NANOS;
  }

  void begin(long nowNanos) {
    sampled = true;
    sampledNanos = nowNanos;
    depth = 0;
  }

  void enter(int step) {
    long now = nanoTime.getAsLong();
    if (depth > 0) {
      own[depth - 1] += now - lastNanos - CLOCK_NANOS;
    }
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, 2 * depth);
      own = Arrays.copyOf(own, 2 * depth);
    }
    stack[depth] = step;
    own[depth++] = 0;
    CURRENT.setOpaque(this, step);
    lastNanos = now;
  }

  void leave() {
    long now = nanoTime.getAsLong();
    int step = stack[--depth];
    long took = Math.max(0, own[depth] + now - lastNanos - CLOCK_NANOS);
    nanos[step] += took;
    items[step]++;
    CURRENT.setOpaque(this, depth == 0 ? NOWHERE : stack[depth - 1]);
    lastNanos = now;
    if (took >= SlowFunction.SLOW_NANOS) {
      SlowFunction.commit(job, steps.get(step), took);
    }
  }

  void arrived(int step, long timestamp) {
    counters.apply(steps.get(step)).latencies().add(clock.millis() - timestamp);
  }

  /** Hands over what was measured. */
  void end() {
    for (int step = 0; step < items.length; step++) {
      if (items[step] > 0) {
        counters.apply(steps.get(step)).time().add(items[step], nanos[step]);
        items[step] = 0;
        nanos[step] = 0;
      }
    }
  }

  /** The step that is at work on a sampled item, or the empty string. Any thread. */
  public String currentStep() {
    int step = (int) CURRENT.getOpaque(this);
    return step == NOWHERE ? "" : steps.get(step);
  }
}
