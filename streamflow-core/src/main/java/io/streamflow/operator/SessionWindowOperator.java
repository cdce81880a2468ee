package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.window.Pane;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.WindowResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Session windows: an item spans from its time to its time plus the gap, and spans of a key that
 * overlap are one session. A key waits in the list of one moment at which one of its sessions may
 * end; a session that has grown meanwhile is put on the list of its new end then, so that an item
 * that only lengthens a session touches no list.
 */
final class SessionWindowOperator extends Operator implements ErrorPolicy.Attempt {
  private static final Object LATE = new Object();

  private final KeyFunction<Object, Object> keyOf;
  private final Aggregator<Object, Object, Object> aggregator;
  private final long gap;
  private final long lateness;
  private final long early;
  private final boolean lateTaken;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;
  private final Operator late;

  SessionWindowOperator(
      KeyFunction<Object, Object> keyOf,
      Aggregator<Object, Object, Object> aggregator,
      long gap,
      long lateness,
      long early,
      boolean lateTaken,
      ErrorPolicy errors,
      int slot,
      Operator next,
      Operator late) {
    this.keyOf = keyOf;
    this.aggregator = aggregator;
    this.gap = gap;
    this.lateness = lateness;
    this.early = early;
    this.lateTaken = lateTaken;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
    this.late = late;
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] =
        new Sessions(
            context.state.keyed(errors.step(), "sessions"),
            context.state.paned(errors.step(), "deadlines"),
            new EarlyKeys(early, context.state.paned(errors.step(), "changed")),
            new LateItems(errors.step(), lateTaken, context));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Sessions sessions = sessions(context);
    Object key;
    try {
      key = attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      key = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(key)) {
        return;
      }
    }
    if (isLate(key)) {
      sessions.lateItems.note(value, timestamp, sessions.watermark);
      late.push(value, timestamp, context);
    } else if (timestamp < sessions.watermark) {
      showPassed(key, sessions, context);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a marker, which users cannot get hold of
  private static boolean isLate(Object key) {
    return key == LATE;
  }

  /** Adds the item to its key's sessions; the key, or {@link #LATE}. */
  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked(keyOf.keyOf(item));
    Sessions sessions = sessions(context);
    int at = sessions.byKey.slot(key);
    List<Session> before = sessions.byKey.value(at);
    Session grown = null;
    List<Session> after = new ArrayList<>(2);
    for (Session session : before == null ? List.<Session>of() : before) {
      if (!session.overlaps(timestamp, timestamp + gap)) {
        after.add(session);
      } else {
        grown = grown == null ? session : joined(grown, session);
      }
    }
    long start = grown == null ? timestamp : Math.min(timestamp, grown.start());
    long end = grown == null ? timestamp + gap : Math.max(timestamp + gap, grown.end());
    if (end + lateness <= sessions.watermark) {
      if (before == null) {
        sessions.byKey.remove(key);
      }
      return LATE;
    }
    Object accumulator = grown == null ? aggregator.create() : grown.accumulator();
    accumulator = aggregator.add(accumulator, item);
    after.add(new Session(start, end, accumulator, false));
    after.sort(Comparator.comparingLong(Session::start));
    sessions.byKey.set(at, after);
    if ((grown == null || grown.shown()) && end > sessions.watermark) {
      sessions.callAt(end, key);
    }
    sessions.earlyKeys.mark(key);
    return key;
  }

  /**
   * Two sessions that an item has brought together; {@code left} starts first. Their accumulators
   * stay as they were: the item may yet fail, and then nothing has happened.
   */
  private Session joined(Session left, Session right) throws Exception {
    return new Session(
        left.start(),
        Math.max(left.end(), right.end()),
        aggregator.merge(
            aggregator.merge(aggregator.create(), left.accumulator()), right.accumulator()),
        left.shown() || right.shown());
  }

  /** Shows at once the session that the item was added to, when it lies before the watermark. */
  private void showPassed(Object key, Sessions sessions, TaskContext context) {
    int at = sessions.byKey.slot(key);
    List<Session> after = new ArrayList<>();
    for (Session session : Objects.requireNonNull(sessions.byKey.value(at))) {
      boolean passed = !session.shown() && session.end() <= sessions.watermark;
      if (passed) {
        emit(key, session, Pane.LATE, context);
        sessions.callAt(session.end() + lateness, key);
      }
      after.add(passed ? session.asShown() : session);
    }
    sessions.byKey.set(at, after);
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long before, long now, TaskContext context) {
    Sessions sessions = sessions(context);
    sessions.watermark = now;
    long showAt = sessions.earlyKeys.dueAfter(before);
    if (showAt <= now) {
      callDue(showAt, sessions, context);
      for (Object key : sessions.earlyKeys.take()) {
        List<Session> open = sessions.byKey.get(key);
        for (Session session : open == null ? List.<Session>of() : open) {
          if (session.end() > showAt) {
            emit(key, session, Pane.EARLY, context);
          }
        }
      }
    }
    callDue(now, sessions, context);
  }

  @Override
  public void end(TaskContext context) {
    callDue(Long.MAX_VALUE, sessions(context), context);
  }

  private void callDue(long now, Sessions sessions, TaskContext context) {
    for (long deadline = sessions.nextDeadline();
        deadline <= now && deadline != Sessions.NEVER;
        deadline = sessions.nextDeadline()) {
      for (Object key : sessions.takeDeadline(deadline)) {
        List<Session> before = sessions.byKey.get(key);
        if (before == null) {
          continue;
        }
        List<Session> after = new ArrayList<>();
        for (Session session : before) {
          boolean ends = !session.shown() && session.end() <= deadline;
          if (ends) {
            emit(key, session, Pane.ON_TIME, context);
          }
          Session kept = ends ? session.asShown() : session;
          if (kept.due(lateness) > deadline) {
            after.add(kept);
          }
        }
        if (after.isEmpty()) {
          sessions.byKey.remove(key);
        } else {
          sessions.byKey.set(sessions.byKey.slot(key), after);
          long due = Long.MAX_VALUE;
          for (Session session : after) {
            due = Math.min(due, session.due(lateness));
          }
          sessions.callAt(due, key);
        }
      }
    }
  }

  private void emit(Object key, Session session, Pane pane, TaskContext context) {
    Object result;
    try {
      result = aggregator.finish(session.accumulator());
      if (result == null) {
        throw ErrorPolicy.nullResult();
      }
    } catch (Throwable thrown) {
      errors.giveUp(key, session.end() - 1, context, thrown);
      return;
    }
    next.push(
        new WindowResult<>(key, new TimeWindow(session.start(), session.end()), result, pane),
        session.end() - 1,
        context);
  }

  private Sessions sessions(TaskContext context) {
    return (Sessions) Objects.requireNonNull(context.slots[slot]);
  }
}
