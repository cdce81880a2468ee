package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.KeyList;
import io.streamflow.window.Pane;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.WindowResult;
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

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new SessionWindowOperator(
        with.at(0),
        with.at(1),
        with.at(2),
        with.at(3),
        with.at(4),
        with.at(5),
        with.at(6),
        with.at(7),
        with.at(8),
        with.at(9));
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    Sessions opened =
        new Sessions(
            context.state.keyed(errors.step(), StepStates.SESSIONS),
            context.state.deadlines(errors.step(), StepStates.DEADLINES),
            new EarlyKeys(early, context.state.paned(errors.step(), StepStates.CHANGED)),
            new LateItems(errors.step(), lateTaken, context),
            context.state.watermark(errors.step()));
    opened.publishTo(context, errors.step());
    context.slots[slot] = opened;
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
      showPassed(key, timestamp, sessions, context);
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
    KeySessions ofKey = sessions.byKey.value(at);
    if (ofKey == null) {
      ofKey = new KeySessions();
    }
    int from = ofKey.firstEndingAfter(timestamp);
    int to = from;
    Session grown = null;
    while (to < ofKey.size() && ofKey.get(to).start() < timestamp + gap) {
      grown = grown == null ? ofKey.get(to) : joined(grown, ofKey.get(to));
      to++;
    }
    long start = grown == null ? timestamp : Math.min(timestamp, grown.start());
    long end = grown == null ? timestamp + gap : Math.max(timestamp + gap, grown.end());
    if (end + lateness <= sessions.watermark) {
      if (ofKey.size() == 0) {
        sessions.byKey.remove(key);
      }
      return LATE;
    }
    Object accumulator = grown == null ? aggregator.create() : grown.accumulator();
    accumulator = aggregator.add(accumulator, item);
    ofKey.replace(from, to, new Session(start, end, accumulator, false));
    sessions.byKey.set(at, ofKey);
    if ((grown == null || grown.shown()) && end > sessions.watermark) {
      sessions.callAt(end, key, ofKey);
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
  private void showPassed(Object key, long timestamp, Sessions sessions, TaskContext context) {
    int at = sessions.byKey.slot(key);
    KeySessions ofKey = Objects.requireNonNull(sessions.byKey.value(at));
    int index = ofKey.firstEndingAfter(timestamp);
    Session session = ofKey.get(index);
    if (session.end() <= sessions.watermark) {
      ofKey.replace(index, index + 1, session.asShown());
      sessions.byKey.set(at, ofKey);
      sessions.callAt(session.end() + lateness, key, ofKey);
      emit(key, session, Pane.LATE, context);
    }
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long ignored, long now, TaskContext context) {
    Sessions sessions = sessions(context);
    long before = sessions.watermark;
    if (now <= before) {
      return; // after a restart older ones may come again
    }
    sessions.watermark = now;
    long showAt = sessions.earlyKeys.dueAfter(before);
    if (showAt <= now) {
      callDue(showAt, sessions, context);
      KeyList<Object> changed = sessions.earlyKeys.take();
      for (int k = 0; k < changed.size(); k++) {
        Object key = changed.get(k);
        KeySessions ofKey = sessions.byKey.get(key);
        if (ofKey != null) {
          for (int i = ofKey.firstEndingAfter(showAt); i < ofKey.size(); i++) {
            emit(key, ofKey.get(i), Pane.EARLY, context);
          }
        }
      }
    }
    callDue(now, sessions, context);
  }

  @Override
  public void end(TaskContext context) {
    Sessions sessions = sessions(context);
    callDue(Long.MAX_VALUE, sessions, context);
    sessions.earlyKeys.clear();
  }

  private void callDue(long now, Sessions sessions, TaskContext context) {
    for (long deadline = sessions.nextDeadline();
        deadline <= now && deadline != Sessions.NEVER;
        deadline = sessions.nextDeadline()) {
      KeyList<Object> keys = sessions.takeDeadline();
      for (int i = 0; i < keys.size(); i++) {
        Object key = keys.get(i);
        int at = sessions.byKey.slot(key);
        KeySessions ofKey = sessions.byKey.value(at);
        if (ofKey != null && ofKey.isCalled(deadline)) {
          callDue(key, at, ofKey, deadline, sessions, context);
        }
      }
    }
  }

  private void callDue(
      Object key,
      int at,
      KeySessions ofKey,
      long deadline,
      Sessions sessions,
      TaskContext context) {
    int emitted = ofKey.firstUnshown();
    while (emitted < ofKey.size() && ofKey.get(emitted).end() <= deadline) {
      Session session = ofKey.get(emitted);
      if (lateness > 0) { // else it is dropped in a moment
        ofKey.replace(emitted, emitted + 1, session.asShown());
      }
      emit(key, session, Pane.ON_TIME, context);
      emitted++;
    }
    ofKey.dropExpired(deadline, lateness, emitted);
    if (ofKey.size() == 0) {
      sessions.byKey.remove(key);
    } else {
      sessions.byKey.set(at, ofKey);
      sessions.callAt(ofKey.nextDue(lateness), key, ofKey);
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
