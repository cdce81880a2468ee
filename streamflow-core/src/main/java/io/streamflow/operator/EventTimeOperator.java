package io.streamflow.operator;

import io.streamflow.function.TimestampMillisFunction;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Gives each item its timestamp, and tells the source task how far its partition has come. */
final class EventTimeOperator extends InlineOperator implements ErrorPolicy.Attempt {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  private final TimestampMillisFunction<Object> timestampOf;
  private final ErrorPolicy errors;
  private final Operator next;

  EventTimeOperator(
      TimestampMillisFunction<Object> timestampOf, ErrorPolicy errors, Operator next) {
    this.timestampOf = timestampOf;
    this.errors = errors;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new EventTimeOperator(with.at(0), with.at(1), with.at(2));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
  }

  @Override
  public Object attempt(Object item, long ignored, TaskContext context) throws Exception {
    return timestampOf(item);
  }

  private long timestampOf(Object item) throws Exception {
    long timestamp = timestampOf.millisOf(item);
    if (!Timestamps.inRange(timestamp)) {
      throw Timestamps.outOfRange(timestamp);
    }
    return timestamp;
  }

  @Override
  boolean passes(Object value, long ignored, TaskContext context) {
    try {
      context.itemTime = timestampOf(value);
    } catch (Throwable thrown) {
      Object recovered = errors.recover(this, value, Timestamps.NONE, context, thrown);
      if (ErrorPolicy.isDropped(recovered)) {
        return false;
      }
      context.itemTime = (Long) recovered;
    }
    return true;
  }

  @Override
  boolean setsTime() {
    return true;
  }

  @Override
  public void push(Object value, long before, TaskContext context) {
    if (passes(value, before, context)) {
      long timestamp = context.itemTime;
      (NEXT == null ? next : NEXT).push(value, timestamp, context);
      context.itemDone(timestamp);
    }
  }

  @Override
  Operator next() {
    return next;
  }
}
