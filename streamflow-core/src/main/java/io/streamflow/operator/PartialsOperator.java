package io.streamflow.operator;

/** Where a stage takes both items and what other tasks have aggregated of some. */
final class PartialsOperator extends Operator {
  private final Operator next;
  private final Partials.Taker whole;

  /**
   * Before a step.
   *
   * @param next takes the items
   * @param whole the step itself
   */
  PartialsOperator(Operator next, Partials.Taker whole) {
    this.next = next;
    this.whole = whole;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new PartialsOperator(with.at(0), with.at(1));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    if (value instanceof Partials partials) {
      whole.merge(partials, context);
    } else {
      next.push(value, timestamp, context);
    }
  }
}
