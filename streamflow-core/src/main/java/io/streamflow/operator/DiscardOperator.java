package io.streamflow.operator;

/** Ends a chain whose results nobody takes. */
final class DiscardOperator extends Operator {
  /** For {@link Templates}. */
  static Operator make(Arguments none) {
    return new DiscardOperator();
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {}
}
