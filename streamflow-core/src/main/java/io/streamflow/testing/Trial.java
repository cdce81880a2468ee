package io.streamflow.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one check: the calls that were made of the connector, so that a failure can show what
 * led to it, and the time there is. Any thread.
 */
final class Trial {
  private static final int MOST_CALLS = 60;
  private static final int MOST_ITEMS = 12;
  private static final int LONGEST_SHOWN = 120;

  private final String check;
  private final String subject;
  private final Clause clause;
  private final Duration patience;
  private long endNanos;
  private volatile long calledNanos = System.nanoTime();
  private final Deque<String> calls = new ArrayDeque<>();
  private long forgotten;
  private @Nullable Long seed;

  Trial(String check, String subject, Clause clause, Duration patience) {
    this.check = check;
    this.subject = subject;
    this.clause = clause;
    this.patience = patience;
    this.endNanos = System.nanoTime() + patience.toNanos();
  }

  /** What follows is that of another seed: it has its own time, and calls before are forgotten. */
  synchronized void seed(long number) {
    seed = number;
    calls.clear();
    forgotten = 0;
    calledNanos = System.nanoTime();
    endNanos = calledNanos + patience.toNanos();
  }

  /** A call is about to be made, or has been. */
  synchronized void called(String call) {
    calledNanos = System.nanoTime();
    calls.add(call);
    if (calls.size() > MOST_CALLS) {
      calls.remove();
      forgotten++;
    }
  }

  Duration patience() {
    return patience;
  }

  /** Whether there was no call for so long that one must hang. */
  boolean hangs() {
    return System.nanoTime() - calledNanos > 2 * patience.toNanos();
  }

  /** Whether there is time left for what has to come. */
  synchronized boolean hasTime() {
    return System.nanoTime() - endNanos < 0;
  }

  /** Waits for something, as long as there is time; whether it came. */
  boolean await(BooleanSupplier something) throws InterruptedException {
    while (!something.getAsBoolean()) {
      if (!hasTime()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return true;
  }

  /** The contract is broken, by this check's own clause. */
  AssertionError broken(String what, Object expected, Object seen) {
    return broken(clause, what, expected, seen, null);
  }

  /** Another clause is broken on the way. */
  AssertionError broken(Clause other, String what, Object expected, Object seen) {
    return broken(other, what, expected, seen, null);
  }

  /** A call threw what it must not. */
  AssertionError thrown(Throwable cause) {
    return broken(clause, "a call threw " + cause, "no exception", cause, cause);
  }

  private synchronized AssertionError broken(
      Clause broken, String what, Object expected, Object seen, @Nullable Throwable cause) {
    StringBuilder text = new StringBuilder();
    text.append('"').append(check).append("\" is broken by ").append(subject);
    text.append(seed == null ? "" : ", seed " + seed).append(": ").append(what);
    text.append("\n  contract  ").append(broken);
    text.append("\n  expected  ").append(shown(expected, seen));
    text.append("\n  seen      ").append(shown(seen, expected));
    text.append("\n  calls");
    if (forgotten > 0) {
      text.append("\n    ... ").append(forgotten).append(" before");
    }
    calls.forEach(call -> text.append("\n    ").append(call));
    return new AssertionError(text.toString(), cause);
  }

  /** A short text; of two lists, what is around the first difference. */
  static String shown(Object value, Object other) {
    if (!(value instanceof List<?> list)) {
      String text = String.valueOf(value);
      return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    }
    int from = 0;
    if (other instanceof List<?> others) {
      while (from < Math.min(list.size(), others.size())
          && list.get(from).equals(others.get(from))) {
        from++;
      }
      from = Math.max(0, from - 2);
    }
    int to = Math.min(list.size(), from + MOST_ITEMS);
    List<String> some = list.subList(from, to).stream().map(item -> shown(item, "")).toList();
    return list.size()
        + ": "
        + (from > 0 ? "... " : "")
        + String.join(", ", some)
        + (to < list.size() ? ", ..." : "");
  }
}
