package io.streamflow.bench;

import java.lang.management.ManagementFactory;

/** One way to do a piece of work, kept ready to go on with more of the same input. */
interface Workload {
  /** Works through the next {@code items} items of the input; returns when they are done. */
  void pass(int items) throws Exception;

  /** Does that, and returns how much processor time it took on the thread that works. */
  default long timed(int items) throws Exception {
    long before = cpuNanos();
    pass(items);
    return cpuNanos() - before;
  }

  /** Whether more threads than one work, so that only the clock tells. */
  default boolean needsClock() {
    return false;
  }

  /** The processor time of this thread: unlike the clock it leaves out what others use. */
  static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What has come out so far. */
  Total total();

  /** Ends what runs in the background. */
  default void end() throws Exception {}

  /**
   * Fails unless both say the same of the same input: a wrong engine must not look fast.
   *
   * @param checked a fresh one
   * @param reference a fresh one
   */
  static void check(String name, Workload checked, Workload reference, int items) throws Exception {
    checked.pass(items);
    reference.pass(items);
    String actual = checked.total().toString();
    String expected = reference.total().toString();
    checked.end();
    reference.end();
    if (!actual.equals(expected) || actual.equals(new Total().toString())) {
      throw new IllegalStateException(name + " gives " + actual + ", but should " + expected);
    }
  }
}
