package io.streamflow.bench;

/** What a benchmark holds before it is set up. */
final class Nothing implements Workload {
  static final Workload WORK = new Nothing();

  private Nothing() {}

  @Override
  public void pass(int items) {
    throw new IllegalStateException("not set up");
  }

  @Override
  public Total total() {
    return new Total();
  }
}
