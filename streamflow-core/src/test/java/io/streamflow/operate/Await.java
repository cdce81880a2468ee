package io.streamflow.operate;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits until something is seen; fails with what was seen last. */
final class Await {
  private static final long LONGEST_NANOS = Duration.ofSeconds(60).toNanos();

  private Await() {}

  static <T> T until(Callable<T> seen, Predicate<T> expected) throws Exception {
    long until = System.nanoTime() + LONGEST_NANOS;
    T last = seen.call();
    while (!expected.test(last)) {
      if (System.nanoTime() - until > 0) {
        fail("not seen in a minute; last: " + last);
      }
      Thread.sleep(5);
      last = seen.call();
    }
    return last;
  }
}
