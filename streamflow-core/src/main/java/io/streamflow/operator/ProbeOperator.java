package io.streamflow.operator;

/** Stands before a step in the chain that samples go through, and tells the probe of each item. */
final class ProbeOperator extends Operator {
  private final int step;
  private final boolean isSink;
  private final Operator next;

  /**
   * Before a step.
   *
   * @param step its number
   * @param isSink whether to look at the age of items here
   */
  ProbeOperator(int step, boolean isSink, Operator next) {
    this.step = step;
    this.isSink = isSink;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new ProbeOperator(with.at(0), with.at(1), with.at(2));
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
    if (isSink && timestamp != Timestamps.NONE) {
      probe.arrived(step, timestamp);
    }
  }
}
