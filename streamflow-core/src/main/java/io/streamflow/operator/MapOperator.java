package io.streamflow.operator;

import io.streamflow.function.MapFunction;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** Turns each item into another. */
final class MapOperator extends InlineOperator implements ErrorPolicy.Attempt {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  private final MapFunction<Object, Object> function;
  private final ErrorPolicy errors;
  private final Operator next;

  MapOperator(MapFunction<Object, Object> function, ErrorPolicy errors, Operator next) {
    this.function = function;
    this.errors = errors;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new MapOperator(with.at(0), with.at(1), with.at(2));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object result = function.apply(item);
    if (result == null) {
      throw ErrorPolicy.nullResult();
    }
    return result;
  }

  @Override
  Object apply(Object value, long timestamp, TaskContext context) {
    try {
      return attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      return errors.recover(this, value, timestamp, context, thrown);
    }
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Object result = apply(value, timestamp, context);
    if (!ErrorPolicy.isDropped(result)) {
      (NEXT == null ? next : NEXT).push(result, timestamp, context);
    }
  }

  @Override
  Operator next() {
    return next;
  }
}
