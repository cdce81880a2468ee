package io.streamflow.operator;

import io.streamflow.aggregate.Aggregator;
import io.streamflow.function.KeyFunction;
import io.streamflow.state.KeyList;
import io.streamflow.state.KeyedState;
import io.streamflow.window.Pane;
import io.streamflow.window.TimeWindow;
import io.streamflow.window.WindowResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Windows of so many items per key; with no limit, the global window. No item is ever late. */
final class CountWindowOperator extends Operator implements ErrorPolicy.Attempt {
  static final long NO_LIMIT = Long.MAX_VALUE;

  private final KeyFunction<Object, Object> keyOf;
  private final Aggregator<Object, Object, Object> aggregator;
  private final long limit;
  private final long early;
  private final ErrorPolicy errors;
  private final int slot;
  private final Operator next;

  CountWindowOperator(
      KeyFunction<Object, Object> keyOf,
      Aggregator<Object, Object, Object> aggregator,
      long limit,
      long early,
      ErrorPolicy errors,
      int slot,
      Operator next) {
    this.keyOf = keyOf;
    this.aggregator = aggregator;
    this.limit = limit;
    this.early = early;
    this.errors = errors;
    this.slot = slot;
    this.next = next;
  }

  /** For {@link Templates}. */
  static Operator make(Arguments with) {
    return new CountWindowOperator(
        with.at(0), with.at(1), with.at(2), with.at(3), with.at(4), with.at(5), with.at(6));
  }

  /** The open panes of a subtask, and which have changed. */
  static final class Panes {
    private final KeyedState<Object, CountPane> byKey;
    private final EarlyKeys earlyKeys;
    private long watermark;

    /** The pane that the last item was added to. */
    @Nullable CountPane added;

    Panes(KeyedState<Object, CountPane> byKey, EarlyKeys earlyKeys, long watermark) {
      this.byKey = byKey;
      this.earlyKeys = earlyKeys;
      this.watermark = watermark;
    }

    KeyedState<Object, CountPane> byKey() {
      return byKey;
    }

    EarlyKeys earlyKeys() {
      return earlyKeys;
    }

    /** Results come when their window is full, not when time says so, and must not be late. */
    long timestampOf(CountPane pane) {
      return Math.max(pane.latest(), watermark);
    }

    long watermark() {
      return watermark;
    }

    void reached(long newWatermark) {
      watermark = newWatermark;
    }
  }

  @Override
  public void open(TaskContext context) throws Exception {
    errors.open(context);
    context.slots[slot] =
        new Panes(
            context.keyed(errors.step(), StepStates.PANES),
            new EarlyKeys(early, context.state.paned(errors.step(), StepStates.CHANGED)),
            context.state.watermark(errors.step()));
  }

  @Override
  public void push(Object value, long timestamp, TaskContext context) {
    Object key;
    try {
      key = attempt(value, timestamp, context);
    } catch (Throwable thrown) {
      key = errors.recover(this, value, timestamp, context, thrown);
      if (ErrorPolicy.isDropped(key)) {
        return;
      }
    }
    Panes panes = panes(context);
    CountPane pane = Objects.requireNonNull(panes.added);
    if (pane.count == limit) {
      panes.byKey().remove(key);
      emit(key, pane, Pane.ON_TIME, context);
    } else {
      panes.earlyKeys().mark(key);
    }
  }

  /** Adds the item to its key's pane and returns the key. */
  @Override
  public Object attempt(Object item, long timestamp, TaskContext context) throws Exception {
    Object key = Keys.checked(keyOf.keyOf(item));
    Panes panes = panes(context);
    KeyedState<Object, CountPane> byKey = panes.byKey();
    int at = byKey.slot(key);
    CountPane pane = byKey.value(at);
    if (pane == null) {
      pane = new CountPane(aggregator.create());
    }
    pane.accumulator = aggregator.add(pane.accumulator, item);
    pane.sawItemAt(timestamp);
    byKey.set(at, pane);
    panes.added = pane;
    return key;
  }

  @Override
  public boolean watchesTime() {
    return true;
  }

  @Override
  public void advance(long ignored, long now, TaskContext context) {
    Panes panes = panes(context);
    long before = panes.watermark();
    if (now <= before) {
      return; // after a restart older ones may come again
    }
    panes.reached(now);
    if (panes.earlyKeys().dueAfter(before) <= now) {
      KeyList<Object> changed = panes.earlyKeys().take();
      for (int i = 0; i < changed.size(); i++) {
        Object key = changed.get(i);
        CountPane pane = panes.byKey().get(key);
        if (pane != null) {
          emit(key, pane, Pane.EARLY, context);
        }
      }
    }
  }

  @Override
  public void end(TaskContext context) {
    Panes panes = panes(context);
    var entries = panes.byKey().entries();
    while (entries.next()) {
      emit(entries.key(), entries.value(), Pane.ON_TIME, context);
    }
    panes.byKey().clear(); // else a job that is started again would emit them again
    panes.earlyKeys().clear();
  }

  private void emit(Object key, CountPane counted, Pane pane, TaskContext context) {
    Object result;
    try {
      result = aggregator.finish(counted.accumulator);
      if (result == null) {
        throw ErrorPolicy.nullResult();
      }
    } catch (Throwable thrown) {
      errors.giveUp(key, panes(context).timestampOf(counted), context, thrown);
      return;
    }
    TimeWindow window = limit == NO_LIMIT ? TimeWindow.ALL : counted.span();
    next.push(
        new WindowResult<>(key, window, result, pane),
        panes(context).timestampOf(counted),
        context);
  }

  private Panes panes(TaskContext context) {
    return (Panes) Objects.requireNonNull(context.slots[slot]);
  }
}
