package io.streamflow.operator;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Keeps the source's own timestamps, and tells the source task how far its partition has come. */
final class SourceTimeOperator extends InlineOperator {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  private final ErrorPolicy errors;
  private final Operator next;

  SourceTimeOperator(ErrorPolicy errors, Operator next) {
    this.errors = errors;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new SourceTimeOperator(with.at(0), with.at(1));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
  }

  @Override
  boolean passes(Object value, long timestamp, TaskContext context) {
    if (!Timestamps.inRange(timestamp)) {
      errors.giveUp(value, Timestamps.NONE, context, Timestamps.outOfRange(timestamp));
      return false;
    }
    context.itemTime = timestamp;
    return true;
  }

  @Override
  boolean setsTime() {
    return true;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    if (passes(value, timestamp, context)) {
      (NEXT == null ? next : NEXT).push(value, timestamp, context);
      context.itemDone(timestamp);
    }
  }

  @Override
  Operator next() {
    return next;
  }
}
