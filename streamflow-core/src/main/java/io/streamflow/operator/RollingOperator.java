package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.KeyedValue;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.KeyedState;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Aggregates per key, and emits the key's result with each item. */
final class RollingOperator extends InlineOperator implements ErrorPolicy.Attempt {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

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

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new RollingOperator(
        with.at(0), with.at(1), with.at(2), with.at(3), with.at(4), with.at(5));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] = context.keyed(errors.step(), StepStates.ACCUMULATORS);
  }

  /** Adds the item to its key's accumulator and returns the key. */
  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked(keyOf.keyOf(item));
    KeyedState<Object, Object> state = state(context);
    int at = state.slot(key);
    state.set(at, added(state.value(at), item));
    return key;
  }

  private Object added(@Nullable Object accumulator, Object item) throws Exception {
    return aggregator.add(accumulator == null ? aggregator.create() : accumulator, item);
  }

  @Override
  Object apply(Object value, long timestamp, TaskContext context) {
    KeyedState<Object, Object> state = state(context);
    Object key;
    int at;
    Object accumulator;
    try {
      key = Keys.checked(keyOf.keyOf(value));
      at = state.slot(key);
      accumulator = added(state.value(at), value);
    } catch (Throwable thrown) {
      key = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(key)) {
        return key;
      }
      at = state.slot(key);
      accumulator = Objects.requireNonNull(state.value(at));
    }
    Object result;
    try {
      result = aggregator.finish(accumulator);
      if (result == null) {
        throw ErrorPolicy.nullResult();
      }
    } catch (Throwable thrown) {
      Finishing again = new Finishing(aggregator, accumulator);
      result = errors.recover(again, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(result)) {
        return result;
      }
    }
    state.set(at, accumulator); // last: an item that fails is not in the next result
    return withKey ? new KeyedValue<>(key, result) : result;
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

  @SuppressWarnings("unchecked") // open() put it there
  private KeyedState<Object, Object> state(TaskContext context) {
    return (KeyedState<Object, Object>) Objects.requireNonNull(context.slots[slot]);
  }
}
