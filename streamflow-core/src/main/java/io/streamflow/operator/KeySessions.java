package io.streamflow.operator;

import io.streamflow.aggregate.LongAccumulator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one key in order of time. They never overlap, so their starts and their ends both
 * ascend, and those that were emitted come before those that were not: what an item or a deadline
 * touches is found by bisection, however many sessions the allowed lateness keeps. Changed in
 * place.
 *
 * <p>Mostly there is one, and a key comes and goes with it. That one lies in fields: where many
 * keys are, each object more is a wait for memory. One whose accumulator is a number needs not even
 * this object, but lies in the state's table as {@link SessionNumbers}.
 */
final class KeySessions {
  /** In the place of a deadline: nobody knows what the key waits for. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** In the place of a deadline: the key waits for none. */
  static final long NONE = Long.MAX_VALUE;

  private int size;

  /** The first deadline that the key waits for, as far as it needs to. */
  private long call = NONE;

  /** The only session, as long as there were never more at once. */
  private long start;

  private long end;

  /** Its accumulator, unless that is a number. */
  private @Nullable Object accumulator;

  private long number;
  private boolean shown;

  private Session @Nullable [] several;

  /** One from a checkpoint, of which nobody knows what its key waits for. */
  static KeySessions restored() {
    KeySessions restored = new KeySessions();
    restored.call = UNKNOWN;
    return restored;
  }

  /** One session whose accumulator is a number, and which was not emitted yet. */
  static KeySessions ofNumber(long start, long end, long number, long call) {
    KeySessions one = new KeySessions();
    one.size = 1;
    one.start = start;
    one.end = end;
    one.number = number;
    one.call = call;
    return one;
  }

  /** Whether {@link #ofNumber} makes the same. */
  boolean isOneNumber() {
    return size == 1 && several == null && accumulator == null && !shown;
  }

  /** Of the only session. */
  long start() {
    return start;
  }

  /** Of the only session. */
  long end() {
    return end;
  }

  /** Of the only session. */
  long number() {
    return number;
  }

  /** The deadline that the key waits for, {@link #NONE} or {@link #UNKNOWN}. */
  long call() {
    return call;
  }

  /** Notes that the key is to wait for a time; false if it waits for an earlier one already. */
  boolean waitsFor(long time) {
    if (time >= call && call != UNKNOWN) {
      return false; // when it is called, it will wait for the next
    }
    if (call != UNKNOWN) {
      call = time;
    }
    return true;
  }

  /**
   * Whether the key is called by the deadline that it waits for, and not by one of before, such as
   * that of a session which has become part of an earlier one. Then it waits for none any more.
   */
  boolean isCalled(long deadline) {
    if (call == UNKNOWN) {
      return true;
    }
    if (call != deadline) {
      return false;
    }
    call = NONE;
    return true;
  }

  int size() {
    return size;
  }

  Session get(int index) {
    Session[] sessions = several;
    return sessions == null
        ? new Session(
            start, end, accumulator == null ? new LongAccumulator(number) : accumulator, shown)
        : sessions[index];
  }

  private long end(int index) {
    Session[] sessions = several;
    return sessions == null ? end : sessions[index].end();
  }

  private boolean isShown(int index) {
    Session[] sessions = several;
    return sessions == null ? shown : sessions[index].shown();
  }

  /** The first session that ends after a time; {@link #size} when none does. */
  int firstEndingAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(middle) > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The first session that was not emitted; {@link #size} when all were. */
  int firstUnshown() {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isShown(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Puts one session in the place of those from {@code from} (inclusive) to {@code to} (exclusive).
   */
  void replace(int from, int to, Session session) {
    int after = size + 1 - (to - from);
    if (several == null && after == 1) {
      start = session.start();
      end = session.end();
      if (session.accumulator() instanceof LongAccumulator value) {
        number = value.value();
      } else {
        accumulator = session.accumulator();
      }
      shown = session.shown();
      size = 1;
      return;
    }
    Session[] sessions = withRoomFor(after);
    if (to != from + 1) {
      System.arraycopy(sessions, to, sessions, from + 1, size - to);
      resize(sessions, after);
    }
    sessions[from] = session;
  }

  private Session[] withRoomFor(int count) {
    Session[] sessions = several;
    if (sessions == null) {
      sessions = new Session[2];
      if (size == 1) {
        sessions[0] = get(0);
      }
      accumulator = null;
    } else if (count > sessions.length) {
      sessions = Arrays.copyOf(sessions, 2 * sessions.length);
    }
    several = sessions;
    return sessions;
  }

  private void resize(Session[] sessions, int count) {
    if (count < size) {
      Arrays.fill(sessions, count, size, null);
    }
    size = count;
  }

  /**
   * Forgets the sessions whose lateness has passed at {@code now}.
   *
   * @param emitted how many have just been emitted, or were before, even if they do not say so
   */
  void dropExpired(long now, long lateness, int emitted) {
    int expired = 0;
    while (expired < size
        && (expired < emitted || isShown(expired))
        && end(expired) + lateness <= now) {
      expired++;
    }
    Session[] sessions = several;
    if (sessions != null) {
      System.arraycopy(sessions, expired, sessions, 0, size - expired);
      resize(sessions, size - expired);
    } else if (expired > 0) {
      accumulator = null;
      size = 0;
    }
  }

  /** When something is to be done next; {@link Long#MAX_VALUE} without sessions. */
  long nextDue(long lateness) {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    int open = firstUnshown();
    long first = isShown(0) ? end(0) + lateness : end(0);
    return open < size ? Math.min(first, end(open)) : first;
  }
}
