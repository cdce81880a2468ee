package io.streamflow.operator;

import io.streamflow.function.KeyFunction;
import io.streamflow.function.ProcessFunction;
import io.streamflow.state.Timers;
import java.util.Objects;

/** Runs a user's function with state and timers per key. */
final class ProcessOperator extends Operator implements ErrorPolicy.Attempt {
  private static final Object DONE = new Object();

  private final KeyFunction<Object, Object> keyOf;
  private final ProcessFunction<Object, Object, Object, Object, Object> function;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;

  ProcessOperator(
      KeyFunction<Object, Object> keyOf,
      ProcessFunction<Object, Object, Object, Object, Object> function,
      ErrorPolicy errors,
      int slot,
      Operator next) {
    this.keyOf = keyOf;
    this.function = function;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new ProcessOperator(with.at(0), with.at(1), with.at(2), with.at(3), with.at(4));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] =
        new KeyProcess(
            function,
            context.clock,
            context.keyed(errors.step(), StepStates.STATE),
            new Timers<>(context.state, errors.step(), StepStates.EVENT_TIME),
            new Timers<>(context.state, errors.step(), StepStates.PROCESSING_TIME),
            context.state.watermark(errors.step()),
            context.expiries.get(errors.step()));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    try {
      attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      if (ErrorPolicy.isDropped(errors.recover(this, value, timestamp, context, thrown))) {
        return;
      }
    }
    emitAll(context);
    KeyProcess process = process(context);
    if (process.eventTimers.next() <= process.watermark) { // set for a time that has come already
      fire(process.eventTimers, false, process.watermark, context);
    }
  }

  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    if (process(context).firing) {
      process(context).onTimer((Timers.Timer<?, ?>) item);
    } else {
      process(context).onItem(Keys.checked(keyOf.keyOf(item)), item, timestamp);
    }
    return DONE;
  }

  private void emitAll(TaskContext context) {
    KeyProcess process = process(context);
    for (int i = 0; i < process.results.size(); i++) {
      next.push(process.results.get(i), process.timestamps.get(i), context);
    }
    process.results.clear();
    process.timestamps.clear();
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long before, long now, TaskContext context) {
    KeyProcess process = process(context);
    if (now > process.watermark) { // after a restart older ones may come again
      process.watermark = now;
      fire(process.eventTimers, false, now, context);
    }
  }

  @Override
  public long nextProcessingTime(TaskContext context) {
    return process(context).processingTimers.next();
  }

  @Override
  public void processingTime(long nowMillis, TaskContext context) {
    fire(process(context).processingTimers, true, nowMillis, context);
  }

  @Override
  public void end(TaskContext context) {
    KeyProcess process = process(context);
    process.ending = true;
    fire(process.eventTimers, false, Long.MAX_VALUE, context);
    fire(process.processingTimers, true, Long.MAX_VALUE, context);
  }

  private void fire(
      Timers<Object, Object> timers, boolean processingTime, long now, TaskContext context) {
    KeyProcess process = process(context);
    for (Timers.Timer<Object, Object> due = timers.poll(now); due != null; due = timers.poll(now)) {
      process.firing = true;
      process.firingProcessingTime = processingTime;
      try {
        process.onTimer(due);
      } catch (Throwable thrown) {
        if (ErrorPolicy.isDropped(errors.recover(this, due, due.time(), context, thrown))) {
          continue;
        }
      } finally {
        process.firing = false;
      }
      emitAll(context);
      if (Thread.currentThread().isInterrupted()) {
        throw new TaskInterrupted(); // timers that set themselves again may never run out
      }
    }
  }

  private KeyProcess process(TaskContext context) {
    return (KeyProcess) Objects.requireNonNull(context.slots[slot]);
  }
}
