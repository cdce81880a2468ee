package io.streamflow.operator;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of one key in order of time. They never overlap, so their starts and their ends both
 * ascend, and those that were emitted come before those that were not: what an item or a deadline
 * touches is found by bisection, however many sessions the allowed lateness keeps. Changed in
 * place.
 */
final class KeySessions {
  private final List<Session> sessions = new ArrayList<>(1);

  int size() {
    return sessions.size();
  }

  Session get(int index) {
    return sessions.get(index);
  }

  /** The first session that ends after a time; {@link #size} when none does. */
  int firstEndingAfter(long time) {
    int low = 0;
    int high = sessions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sessions.get(middle).end() > time) {
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
    int high = sessions.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sessions.get(middle).shown()) {
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
    if (from == to) {
      sessions.add(from, session);
    } else {
      sessions.set(from, session);
      sessions.subList(from + 1, to).clear();
    }
  }

  /** Forgets the sessions whose lateness has passed at {@code now}. */
  void dropExpired(long now, long lateness) {
    int expired = 0;
    while (expired < sessions.size()
        && sessions.get(expired).shown()
        && sessions.get(expired).due(lateness) <= now) {
      expired++;
    }
    sessions.subList(0, expired).clear();
  }

  /** When something is to be done next; {@link Long#MAX_VALUE} without sessions. */
  long nextDue(long lateness) {
    if (sessions.isEmpty()) {
      return Long.MAX_VALUE;
    }
    int open = firstUnshown();
    long first = sessions.getFirst().due(lateness);
    return open < sessions.size() ? Math.min(first, sessions.get(open).end()) : first;
  }
}
