package io.streamflow.operator;

import java.util.Arrays;

/**
 * The sessions of one key in order of time. They never overlap, so their starts and their ends both
 * ascend, and those that were emitted come before those that were not: what an item or a deadline
 * touches is found by bisection, however many sessions the allowed lateness keeps. Changed in
 * place. Mostly there is one, and a key comes and goes with it: hence an array and no list.
 */
final class KeySessions {
  private Session[] sessions = new Session[1];
  private int size;

  int size() {
    return size;
  }

  Session get(int index) {
    return sessions[index];
  }

  /** The first session that ends after a time; {@link #size} when none does. */
  int firstEndingAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sessions[middle].end() > time) {
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
      if (sessions[middle].shown()) {
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
    if (from == to && size == sessions.length) {
      sessions = Arrays.copyOf(sessions, 2 * size);
    }
    if (to != from + 1) {
      System.arraycopy(sessions, to, sessions, from + 1, size - to);
      resize(size + 1 - (to - from));
    }
    sessions[from] = session;
  }

  private void resize(int count) {
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
        && (expired < emitted || sessions[expired].shown())
        && sessions[expired].end() + lateness <= now) {
      expired++;
    }
    if (expired > 0) {
      System.arraycopy(sessions, expired, sessions, 0, size - expired);
      resize(size - expired);
    }
  }

  /** When something is to be done next; {@link Long#MAX_VALUE} without sessions. */
  long nextDue(long lateness) {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    int open = firstUnshown();
    long first = sessions[0].due(lateness);
    return open < size ? Math.min(first, sessions[open].end()) : first;
  }
}
