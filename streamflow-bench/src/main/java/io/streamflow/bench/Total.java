package io.streamflow.bench;

/** What a sink adds up: enough to tell a wrong result, and kept in fields as a user would. */
final class Total {
  long count;
  long sum;

  void add(long value) {
    count++;
    sum += value;
  }

  @Override
  public String toString() {
    return count + " results, checksum " + sum;
  }
}
