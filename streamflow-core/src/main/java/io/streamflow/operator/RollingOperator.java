package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.KeyedState;
import java.util.Objects;

/** Aggregates per key, and emits the key's result with each item. */
final class RollingOperator extends Operator implements ErrorPolicy.Attempt {
  private final KeyFunction<Object, Object> keyOf;
  private final Aggregator<Object, Object, Object> aggregator;
  private final boolean withKey;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;

  RollingOperator(
      KeyFunction<Object, Object> keyOf,
      Aggregator<Object, Object, Object> aggregator,
      boolean withKey,
      ErrorPolicy errors,
      int slot,
      Operator next) {
    this.keyOf = keyOf;
    this.aggregator = aggregator;
    this.withKey = withKey;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] = context.state.keyed(errors.step(), "accumulators");
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked(keyOf.keyOf(item));
    KeyedState<Object, Object> state = state(context);
    int at = state.slot(key);
    Object accumulator = state.value(at);
    accumulator = aggregator.add(accumulator == null ? aggregator.create() : accumulator, item);
    state.set(at, accumulator);
    Object result = aggregator.finish(accumulator);
    if (result == null) {
      throw ErrorPolicy.nullResult();
    }
    return withKey ? new KeyedValue<>(key, result) : result;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Object result;
    try {
      result = attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      result = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(result)) {
        return;
      }
    }
    next.push(result, timestamp, context);
  }

  @SuppressWarnings("unchecked") // open() put it there
  private KeyedState<Object, Object> state(TaskContext context) {
    return (KeyedState<Object, Object>) Objects.requireNonNull(context.slots[slot]);
  }
}
