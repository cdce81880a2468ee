package io.streamflow.bench.workload;

import io.streamflow.bench.Machine;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A repetition whose result was right.
 *
 * @param measured what it gave
 * @param others how much processor time other processes used meanwhile, by the clock; negative
 *     where that is not known
 */
record Repetition(Measured measured, double others) {
  /** Above it a repetition is left out where there are others. */
  static final double MOST_OTHERS = 0.05;

  private static final Map<Order, Reference.Expected> EXPECTED = new HashMap<>();

  boolean quiet() {
    return others < MOST_OTHERS;
  }

  /**
   * Has a child do it, and looks at the result.
   *
   * @throws IllegalStateException when the result is wrong
   */
  static Repetition of(
      Contender contender, ChildProcess child, Order order, Consumer<String> samples)
      throws IOException, InterruptedException {
    long clock = System.nanoTime();
    long busy = Machine.busyNanos();
    long own = own(child);
    Measured measured = child.run(order, samples);
    long used = Machine.busyNanos() - busy - (own(child) - own);
    double others = busy < 0 ? -1 : Math.max(0, used) / (double) (System.nanoTime() - clock);
    check(contender, order, measured);
    return new Repetition(measured, others);
  }

  private static long own(ChildProcess child) {
    return Machine.cpuNanos(child.handle()) + Machine.cpuNanos(ProcessHandle.current());
  }

  static void check(Contender contender, Order order, Measured measured) {
    Reference.Expected expected;
    synchronized (EXPECTED) {
      expected = EXPECTED.computeIfAbsent(order, Reference::of);
    }
    if (measured.count() != expected.count() || measured.sum() != expected.sum()) {
      throw new IllegalStateException(
          "%s is WRONG in %s of %d items: %d results, checksum %d; should be %d, %d"
              .formatted(
                  contender.name(),
                  order.workload().id(),
                  order.items(),
                  measured.count(),
                  measured.sum(),
                  expected.count(),
                  expected.sum()));
    }
  }
}
