package io.streamflow.operator;

/** Takes items out of the stage. */
final class OutputOperator extends Operator {
  private final int output;

  OutputOperator(int output) {
    this.output = output;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new OutputOperator(with.at(0));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    context.outputs[output].push(value, timestamp);
  }
}
