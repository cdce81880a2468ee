package io.streamflow.operator;

import io.streamflow.function.Emitter;
import io.streamflow.function.FlatMapFunction;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns each item into any number of others, handed on as they are emitted. For steps that fail the
 * job on an exception; with any other policy {@link CollectingFlatMapOperator} keeps results back.
 *
 * <p>The emitter of a call is a fresh instance of this same class, so that it is specialised with
 * it; the JIT removes it.
 */
final class FlatMapOperator extends Operator implements Emitter<Object> {
  private static final @Nullable Operator NEXT =
      Templates.constant(MethodHandles.lookup(), Operator.class);

  private final FlatMapFunction<Object, Object> function;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;
  private final long timestamp;
  private final @Nullable TaskContext context;

  /** How many items this call has emitted; a variable of the loop, once the JIT is done with it. */
  private int emitted;

  FlatMapOperator(
      FlatMapFunction<Object, Object> function, ErrorPolicy errors, int slot, Operator next) {
    this(function, errors, slot, next, Timestamps.NONE, null);
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new FlatMapOperator(with.at(0), with.at(1), with.at(2), with.at(3));
  }

  private FlatMapOperator(
      FlatMapFunction<Object, Object> function,
      ErrorPolicy errors,
      int slot,
      Operator next,
      long timestamp,
      @Nullable TaskContext context) {
    this.function = function;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
    this.timestamp = timestamp;
    this.context = context;
  }

  @Override
  public void open(TaskContext opened) throws Exception {
    errors.open(opened);
    opened.publishCount(slot, opened.counters(errors.step()).out());
  }

  @Override
  public void push(Object value, long itemTimestamp, TaskContext itemContext) {
    FlatMapOperator emitter =
        new FlatMapOperator(function, errors, slot, next, itemTimestamp, itemContext);
    try {
      function.apply(value, emitter);
    } catch (Throwable thrown) {
      errors.giveUp(value, itemTimestamp, itemContext, thrown);
    }
    itemContext.counts[slot] += emitter.emitted;
    itemContext.throwIfFailed();
  }

  @Override
  public void emit(Object result) {
    emitted++;
    (NEXT == null ? next : NEXT)
        .push(
            Objects.requireNonNull(result, "emitted null"),
            timestamp,
            Objects.requireNonNull(context));
  }
}
