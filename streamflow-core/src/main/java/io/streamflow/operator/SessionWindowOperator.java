package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.aggregate.LongAggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.KeyList;
import io.streamflow.state.KeyedState;
import io.streamflow.window.Pane;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.WindowResult;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Session windows: an item spans from its time to its time plus the gap, and spans of a key that
 * overlap are one session. A key waits in the list of one moment at which one of its sessions may
 * end; a session that has grown meanwhile is put on the list of its new end then, so that an item
 * that only lengthens a session touches no list.
 */
final class SessionWindowOperator extends Operator implements ErrorPolicy.Attempt {
  private static final Object LATE = new Object();

  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable KeyFunction KEY_OF =
      Templates.constant(MethodHandles.lookup(), KeyFunction.class);

  @SuppressWarnings("rawtypes") // as its class says
  private static final @Nullable LongAggregator NUMBERS =
      Templates.constant(MethodHandles.lookup(), LongAggregator.class);

  private final KeyFunction<Object, Object> keyOf;
  private final Aggregator<Object, Object, Object> aggregator;

  /** The aggregator, if a key's session can be {@link SessionNumbers}. */
  private final @Nullable LongAggregator<Object> numbers;

  private final SessionJoin join;
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
    this.numbers =
        SessionNumbers.span(gap, 0) == SessionNumbers.NO_SPAN
            ? null
            : StepStates.asNumbers(aggregator);
    this.join = new SessionJoin(aggregator, gap, lateness);
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
            context.state.keyed(
                errors.step(), StepStates.SESSIONS, numbers == null ? null : SessionNumbers.FORM),
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
  @SuppressWarnings("unchecked") // the constant is the field
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked((KEY_OF == null ? keyOf : KEY_OF).keyOf(item));
    Sessions sessions = sessions(context);
    int at = sessions.byKey.slot(key);
    boolean added = numbers != null && addNumber(key, at, item, timestamp, sessions);
    if (!added && !addToSeveral(key, at, item, timestamp, sessions)) {
      return LATE;
    }
    sessions.earlyKeys.mark(key);
    return key;
  }

  /**
   * Adds the item to its key's only session, or begins one, by {@link SessionNumbers}; false if it
   * is not as simple as that, and nothing has happened.
   */
  @SuppressWarnings("unchecked") // the constant is the field
  private boolean addNumber(Object key, int at, Object item, long timestamp, Sessions sessions)
      throws Exception {
    LongAggregator<Object> adds = NUMBERS == null ? Objects.requireNonNull(numbers) : NUMBERS;
    KeyedState<Object, KeySessions> byKey = sessions.byKey;
    long start = timestamp;
    long end = timestamp + gap;
    if (!byKey.hasNumbers(at)) {
      if (end <= sessions.watermark || byKey.value(at) != null) {
        return false;
      }
      long number = adds.add(0, item);
      byKey.setNumber(at, SessionNumbers.START, start);
      byKey.setNumber(at, SessionNumbers.SPAN, SessionNumbers.span(gap, 0));
      byKey.setNumber(at, SessionNumbers.NUMBER, number);
      sessions.callAt(end, key);
      return true;
    }
    long startBefore = byKey.number(at, SessionNumbers.START);
    long span = byKey.number(at, SessionNumbers.SPAN);
    long endBefore = startBefore + SessionNumbers.length(span);
    if (endBefore <= start || startBefore >= end) {
      return false;
    }
    start = Math.min(start, startBefore);
    end = Math.max(end, endBefore);
    long grown = SessionNumbers.grown(span, end - start, end - endBefore);
    if (end <= sessions.watermark || grown == SessionNumbers.NO_SPAN) {
      return false;
    }
    long number = adds.add(byKey.number(at, SessionNumbers.NUMBER), item);
    byKey.setNumber(at, SessionNumbers.START, start);
    byKey.setNumber(at, SessionNumbers.SPAN, grown);
    byKey.setNumber(at, SessionNumbers.NUMBER, number);
    return true;
  }

  /** The same whatever sessions the key has; false when the item is late. */
  private boolean addToSeveral(Object key, int at, Object item, long timestamp, Sessions sessions)
      throws Exception {
    KeySessions ofKey = sessions.byKey.value(at);
    if (ofKey == null) {
      ofKey = new KeySessions();
    }
    SessionJoin.Added added = join.add(ofKey, item, timestamp, sessions.watermark);
    if (added == null) {
      if (ofKey.size() == 0) {
        sessions.byKey.remove(key);
      }
      return false;
    }
    if (added.isToBeCalled() && added.end() > sessions.watermark) {
      sessions.callAt(added.end(), key, ofKey);
    }
    sessions.byKey.set(at, ofKey);
    return true;
  }

  /** Shows at once the session that the item was added to, when it lies before the watermark. */
  private void showPassed(Object key, long timestamp, Sessions sessions, TaskContext context) {
    int at = sessions.byKey.slot(key);
    KeySessions ofKey = Objects.requireNonNull(sessions.byKey.value(at));
    int index = ofKey.firstEndingAfter(timestamp);
    Session session = ofKey.get(index);
    if (session.end() <= sessions.watermark) {
      ofKey.replace(index, index + 1, session.asShown());
      sessions.callAt(session.end() + lateness, key, ofKey);
      sessions.byKey.set(at, ofKey);
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
        if (sessions.byKey.hasNumbers(at) && callNumber(key, at, deadline, sessions, context)) {
          continue;
        }
        KeySessions ofKey = sessions.byKey.value(at);
        if (ofKey != null && ofKey.isCalled(deadline)) {
          callDue(key, at, ofKey, deadline, sessions, context);
        }
      }
    }
  }

  /** Does what {@link #callDue} does for a key with one session; false if there is more to do. */
  private boolean callNumber(
      Object key, int at, long deadline, Sessions sessions, TaskContext context) {
    KeyedState<Object, KeySessions> byKey = sessions.byKey;
    long start = byKey.number(at, SessionNumbers.START);
    long span = byKey.number(at, SessionNumbers.SPAN);
    long end = start + SessionNumbers.length(span);
    int before = SessionNumbers.before(span);
    boolean known = before != SessionNumbers.UNKNOWN;
    if (known && (before == SessionNumbers.WAITS_FOR_NONE || end - before != deadline)) {
      return true; // by a deadline that it does not wait for any more
    }
    if (end > deadline) {
      if (known) {
        byKey.setNumber(at, SessionNumbers.SPAN, SessionNumbers.span(end - start, 0));
      }
      sessions.callAt(end, key);
      return true;
    }
    if (lateness > 0) {
      return false;
    }
    long number = byKey.number(at, SessionNumbers.NUMBER);
    emit(key, start, end, number, Pane.ON_TIME, context);
    byKey.remove(key);
    return true;
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
      sessions.callAt(ofKey.nextDue(lateness), key, ofKey);
      sessions.byKey.set(at, ofKey);
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
    emit(key, session.start(), session.end(), result, pane, context);
  }

  private void emit(
      Object key, long start, long end, Object result, Pane pane, TaskContext context) {
    next.push(new WindowResult<>(key, new TimeWindow(start, end), result, pane), end - 1, context);
  }

  private Sessions sessions(TaskContext context) {
    return (Sessions) Objects.requireNonNull(context.slots[slot]);
  }
}
