package io.streamflow.operator;

import io.streamflow.time.TimeToLive;
import java.util.Objects;

/** Stands before a step whose state has a time to live, and tells that state the time. */
final class ExpiryOperator extends Operator {
  private final TimeToLive timeToLive;
  private final String step;
  private final int slot;
  private final Operator next;

  ExpiryOperator(TimeToLive timeToLive, String step, int slot, Operator next) {
    this.timeToLive = timeToLive;
    this.step = step;
    this.slot = slot;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new ExpiryOperator(with.at(0), with.at(1), with.at(2), with.at(3));
  }

  @Override
  public void open(TaskContext context) {
    Expiry expiry = new Expiry(timeToLive, context.clock, context.state.watermark(step));
    context.slots[slot] = expiry;
    context.expiries.put(step, expiry); // before the step itself opens
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    expiry(context).item(timestamp);
    next.push(value, timestamp, context);
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long before, long now, TaskContext context) {
    expiry(context).advance(now);
  }

  @Override
  public long nextProcessingTime(TaskContext context) {
    return expiry(context).nextProcessingTime();
  }

  @Override
  public void processingTime(long nowMillis, TaskContext context) {
    expiry(context).processingTime(nowMillis);
  }

  private Expiry expiry(TaskContext context) {
    return (Expiry) Objects.requireNonNull(context.slots[slot]);
  }
}
