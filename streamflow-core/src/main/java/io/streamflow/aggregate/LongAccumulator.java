package io.streamflow.aggregate;

/** A whole number that grows in place, so that no item costs a boxed {@code Long}. */
public final class LongAccumulator {
  private long value;

  /** One that has seen what comes to {@code value}. */
  public LongAccumulator(long value) {
    this.value = value;
  }

  /** What the values seen so far come to. */
  public long value() {
    return value;
  }

  void set(long changed) {
    value = changed;
  }
}
