package io.streamflow.runtime;

import java.util.BitSet;

/**
 * Which inputs of a task have brought the barrier of the epoch at hand. What an input brings after
 * its barrier belongs to the next epoch and has to wait until all have brought theirs. Pure; used
 * by one thread.
 */
final class BarrierAlignment {
  private static final long NONE = 0;

  private final int inputs;
  private final BitSet arrived = new BitSet();
  private long epoch = NONE;

  BarrierAlignment(int inputs) {
    this.inputs = inputs;
  }

  /**
   * An input has brought a barrier.
   *
   * @return whether it was the last one missing; the next epoch may begin
   * @throws IllegalStateException when it is not the barrier that all wait for: one checkpoint is
   *     made at a time
   */
  boolean arrived(int input, long barrier) {
    if ((epoch != NONE && barrier != epoch) || arrived.get(input)) {
      throw new IllegalStateException(
          "barrier " + barrier + " from input " + input + " while epoch " + epoch + " is aligned");
    }
    epoch = barrier;
    arrived.set(input);
    if (arrived.cardinality() < inputs) {
      return false;
    }
    arrived.clear();
    epoch = NONE;
    return true;
  }
}
