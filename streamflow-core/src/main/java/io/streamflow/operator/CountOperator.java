package io.streamflow.operator;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Counts what a step hands on, where that is not simply what it takes. */
final class CountOperator extends InlineOperator {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  private final String step;
  private final int slot;
  private final Operator next;

  CountOperator(String step, int slot, Operator next) {
    this.step = step;
    this.slot = slot;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new CountOperator(with.at(0), with.at(1), with.at(2));
  }

  @Override
  public void open(TaskContext context) {
    context.publishCount(slot, context.counters(step).out());
  }

  @Override
  boolean passes(Object value, long timestamp, TaskContext context) {
    context.counts[slot]++;
    return true;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    context.counts[slot]++;
    (NEXT == null ? next : NEXT).push(value, timestamp, context);
  }

  @Override
  Operator next() {
    return next;
  }
}
