package io.streamflow.operator;

import io.streamflow.function.FilterFunction;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Lets some items pass. */
final class FilterOperator extends InlineOperator implements ErrorPolicy.Attempt {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  private final FilterFunction<Object> predicate;
  private final ErrorPolicy errors;
  private final int slot;
  private final boolean counts;
  private final Operator next;

  FilterOperator(
      FilterFunction<Object> predicate,
      ErrorPolicy errors,
      int slot,
      boolean counts,
      Operator next) {
    this.predicate = predicate;
    this.errors = errors;
    this.slot = slot;
    this.counts = counts;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new FilterOperator(with.at(0), with.at(1), with.at(2), with.at(3), with.at(4));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    if (counts) {
      context.publishCount(slot, context.counters(errors.step()).dropped());
    }
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    return predicate.test(item);
  }

  @Override
  boolean passes(Object value, long timestamp, TaskContext context) {
    boolean keep;
    try {
      keep = predicate.test(value);
    } catch (Throwable thrown) {
      Object result = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(result)) {
        return false; // counted by the policy
      }
      keep = Boolean.TRUE.equals(result);
    }
    if (!keep && counts) {
      context.counts[slot]++;
    }
    return keep;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    if (passes(value, timestamp, context)) {
      (NEXT == null ? next : NEXT).push(value, timestamp, context);
    }
  }

  @Override
  Operator next() {
    return next;
  }
}
