package io.streamflow.aggregate;

/** A whole number that grows in place, so that no item costs a boxed {@code Long}. */
final class LongAccumulator {
  long value;
}
