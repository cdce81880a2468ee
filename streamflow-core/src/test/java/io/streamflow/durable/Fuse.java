package io.streamflow.durable;

import java.io.Serializable;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Lets items pass, slowly, and fails now and then, until it is told to hold. */
final class Fuse implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SLOW_AFTER = 8;

  private final Random random;
  private final int fewest;
  private final int spread;
  private long left;
  private long passed;
  private int blown;
  private boolean holds;

  /** Fails after {@code fewest} to {@code fewest + spread} items, again and again. */
  Fuse(Random random, int fewest, int spread) {
    this.random = random;
    this.fewest = fewest;
    this.spread = spread;
    renew();
  }

  private void renew() {
    left = (long) fewest + random.nextInt(spread);
  }

  /** Fails no more. */
  synchronized void hold() {
    holds = true;
  }

  /** How often it has failed. */
  synchronized int blown() {
    return blown;
  }

  <T> T pass(T item) {
    if (count()) {
      LockSupport.parkNanos(1_000); // so that a short row of items takes a while
    }
    return item;
  }

  private synchronized boolean count() {
    if (!holds && --left <= 0) {
      renew();
      blown++;
      throw new IllegalStateException("the fuse blows");
    }
    return ++passed % SLOW_AFTER == 0;
  }
}
