package io.streamflow.operator;

import io.streamflow.function.FlatMapFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Turns each item into any number of others, handed on only once the function has returned: an item
 * that is skipped or tried again must leave nothing of a failed attempt behind.
 */
final class CollectingFlatMapOperator extends Operator implements ErrorPolicy.Attempt {
  private final FlatMapFunction<Object, Object> function;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;

  CollectingFlatMapOperator(
      FlatMapFunction<Object, Object> function, ErrorPolicy errors, int slot, Operator next) {
    this.function = function;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new CollectingFlatMapOperator(with.at(0), with.at(1), with.at(2), with.at(3));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.publishCount(slot, context.counters(errors.step()).out());
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    List<Object> results = new ArrayList<>();
    function.apply(item, result -> results.add(Objects.requireNonNull(result, "emitted null")));
    return results;
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Object collected;
    try {
      collected = attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      collected = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(collected)) {
        return;
      }
    }
    for (Object result : (List<?>) collected) {
      context.counts[slot]++;
      next.push(result, timestamp, context);
    }
  }
}
