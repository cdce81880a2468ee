package io.streamflow.operator;

import io.streamflow.aggregate.KeyedValue;
import io.streamflow.aggregate.LongAggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.KeyedState;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Aggregates per key into a number that lies beside the key, and emits it with each item. */
final class RollingNumberOperator extends InlineOperator implements ErrorPolicy.Attempt {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable KeyFunction KEY_OF =
      Templates.constant(MethodHandles.lookup(), KeyFunction.class);

  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable LongAggregator AGGREGATOR =
      Templates.constant(MethodHandles.lookup(), LongAggregator.class);

  private final KeyFunction<Object, Object> keyOf;
  private final LongAggregator<Object> aggregator;
  private final boolean withKey;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;

  RollingNumberOperator(
      KeyFunction<Object, Object> keyOf,
      LongAggregator<Object> aggregator,
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
    return new RollingNumberOperator(
        with.at(0), with.at(1), with.at(2), with.at(3), with.at(4), with.at(5));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] =
        context.state.keyed(errors.step(), StepStates.ACCUMULATORS, StepStates.NUMBERS);
  }

  /** Adds the item to its key's number and returns the key. */
  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked(keyOf.keyOf(item));
    KeyedState<Object, Object> state = state(context);
    int at = state.slot(key);
    state.setNumber(at, aggregator.add(state.number(at), item));
    return key;
  }

  @Override
  @SuppressWarnings("unchecked") // the constants are the fields
  Object apply(Object value, long timestamp, TaskContext context) {
    KeyedState<Object, Object> state = state(context);
    Object key;
    long number;
    try {
      key = Keys.checked((KEY_OF == null ? keyOf : KEY_OF).keyOf(value));
      int at = state.slot(key);
      number = (AGGREGATOR == null ? aggregator : AGGREGATOR).add(state.number(at), value);
      state.setNumber(at, number);
    } catch (Throwable thrown) {
      key = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(key)) {
        return key;
      }
      number = state.number(state.slot(key));
    }
    return withKey ? new KeyedValue<>(key, number) : (Object) number;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Object result = apply(value, timestamp, context);
    if (!ErrorPolicy.isDropped(result)) {
      (NEXT == null ? next : NEXT).push(result, timestamp, context);
    }
  }

  @SuppressWarnings("unchecked") // open() put it there
  private KeyedState<Object, Object> state(TaskContext context) {
    return (KeyedState<Object, Object>) Objects.requireNonNull(context.slots[slot]);
  }

  @Override
  Operator next() {
    return next;
  }
}
