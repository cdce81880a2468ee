package io.streamflow.operator;

/** Hands each item to two operators, one after the other; more than two are nested. */
final class FanOutOperator extends Operator {
  private final Operator first;
  private final Operator second;

  FanOutOperator(Operator first, Operator second) {
    this.first = first;
    this.second = second;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new FanOutOperator(with.at(0), with.at(1));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    first.push(value, timestamp, context);
    second.push(value, timestamp, context);
  }
}
