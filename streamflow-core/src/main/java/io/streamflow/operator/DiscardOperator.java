package io.streamflow.operator;

/** Ends a chain whose results nobody takes. */
final class DiscardOperator extends Operator {
  @Override
  public void push(Object value, long timestamp, TaskContext context) {}
}
