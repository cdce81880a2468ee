package io.streamflow.operator;

/** Stands before a step in the chain that samples go through, and tells the probe of each item. */
final class ProbeOperator extends Operator {
  private final int step;
  private final Operator next;

  /** Before the step of a number. */
  ProbeOperator(int step, Operator next) {
    this.step = step;
    this.next = next;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Probe probe = context.probe();
    probe.enter(step);
    try {
      next.push(value, timestamp, context);
    } finally {
      probe.leave();
    }
  }
}
