package io.streamflow.testing;

/** Takes the checks of a suite. */
interface Additions {
  /**
   * Adds one.
   *
   * @param name what must hold
   * @param clause what the contract says of it
   */
  void add(String name, Clause clause, ConformanceCheck.Body body);
}
