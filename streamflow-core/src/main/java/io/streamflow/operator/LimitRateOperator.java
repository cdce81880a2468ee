package io.streamflow.operator;

import java.util.Objects;

/**
 * Lets items pass at a bounded rate: a token bucket that refills evenly and holds at most the
 * burst. The bucket belongs to the subtask, which gets an even share of the rate.
 */
final class LimitRateOperator extends Operator {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private final long burst;
  private final int slot;
  private final Operator next;

  LimitRateOperator(double perSecond, long burst, int slot, Operator next) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.slot = slot;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new LimitRateOperator(with.at(0), with.at(1), with.at(2), with.at(3));
  }

  /** Tokens now, and when they were last counted. */
  static final class Bucket {
    private final double perNano;
    private final double capacity;
    private double tokens;
    private long countedAt;

    Bucket(double perSecond, double capacity, long nowNanos) {
      this.perNano = perSecond / NANOS_PER_SECOND;
      this.capacity = capacity;
      this.tokens = capacity;
      this.countedAt = nowNanos;
    }

    /** Takes a token if there is one, without looking at the clock. */
    boolean take() {
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }

    /**
     * Adds the tokens since the last call; tells how many nanoseconds are left until there is one.
     */
    long refill(long nowNanos) {
      tokens = Math.min(capacity, tokens + (nowNanos - countedAt) * perNano);
      countedAt = nowNanos;
      return tokens >= 1 ? 0 : Math.max(1, (long) Math.ceil((1 - tokens) / perNano));
    }
  }

  @Override
  public void open(TaskContext context) {
    context.slots[slot] =
        new Bucket(
            perSecond / context.place.working(),
            Math.max(1, (double) burst / context.place.working()),
            context.pause.nanoTime());
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Bucket bucket = (Bucket) Objects.requireNonNull(context.slots[slot]);
    if (!bucket.take()) {
      await(bucket, context);
    }
    next.push(value, timestamp, context);
  }

  private static void await(Bucket bucket, TaskContext context) {
    try {
      do {
        long wait = bucket.refill(context.pause.nanoTime());
        if (wait > 0) {
          context.pause.forNanos(wait);
        }
      } while (!bucket.take());
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new TaskInterrupted();
    }
  }
}
